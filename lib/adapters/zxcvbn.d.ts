declare module '@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.cjs' {
  const graphs: Record<'azerty' | 'qwerty' | 'qwertz', Record<string, (string | null)[]>>;
  export default graphs;
}
