/** The dialog's slot costs a tenth of a page, so only the profile has it. */
export default function Layout({ children, dialog }: LayoutProps<'/[locale]/profile'>) {
  return (
    <>
      {children}
      {dialog}
    </>
  );
}
