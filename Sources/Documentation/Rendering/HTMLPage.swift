/// The frame of a page: head, list of pages, content.
struct HTMLPage {
  /// What the window is called.
  let title: String
  /// The links to all pages.
  let navigation: String
  /// The content.
  let body: String

  /// The whole page.
  var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escapedHTML(title)) · Martlet</title>
    <link rel="stylesheet" href="style.css">
    </head>
    <body>
    <nav>
    \(navigation)
    </nav>
    <main>
    \(body)
    </main>
    </body>
    </html>

    """
  }

  /// The style sheet of all pages; light or dark, as the reader's system says.
  static let style = """
    :root {
      color-scheme: light dark;
      --text: light-dark(#1c1e21, #e4e6ea);
      --quiet: light-dark(#667, #99a);
      --back: light-dark(#fff, #17191c);
      --panel: light-dark(#f5f6f8, #202327);
      --link: light-dark(#1559b7, #7db3ff);
      --keyword: light-dark(#9b2393, #ff7ab2);
      --type: light-dark(#0b6b7a, #6fd3e3);
      --number: light-dark(#1c4fd6, #d9c97c);
      --string: light-dark(#b3261e, #ff8a73);
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; display: grid; grid-template-columns: 14rem minmax(0, 48rem); gap: 2.5rem;
      color: var(--text); background: var(--back);
      font: 16px/1.55 system-ui, sans-serif;
    }
    nav { padding: 1.5rem; background: var(--panel); min-height: 100vh; }
    nav ul { list-style: none; margin: 0; padding: 0; position: sticky; top: 1.5rem; }
    nav li { margin: .3rem 0; }
    main { padding: 1rem 1.5rem 6rem 0; }
    a { color: var(--link); text-decoration: none; }
    a:hover { text-decoration: underline; }
    h2 { margin: 2.5rem 0 .5rem; }
    h2 .kind { color: var(--quiet); font-weight: normal; font-size: .8em; }
    pre, code { font: .9em/1.5 ui-monospace, monospace; }
    pre { background: var(--panel); padding: .8rem 1rem; border-radius: 6px; overflow-x: auto; }
    pre.signature { border-left: 3px solid var(--link); }
    dt { margin-top: .8rem; } dd { margin-left: 1.5rem; }
    table { border-collapse: collapse; } td, th { padding: .3rem .8rem .3rem 0; text-align: left; }
    td { vertical-align: top; }
    .keyword { color: var(--keyword); } .type { color: var(--type); }
    .number { color: var(--number); } .string { color: var(--string); }
    .comment { color: var(--quiet); }
    @media (max-width: 50rem) {
      body { display: block; } nav { min-height: 0; } nav ul { position: static; }
      nav li { display: inline-block; margin-right: 1rem; } main { padding: 1rem; }
    }

    """
}
