//! The folder of the built interface, which both hosts embed.

use std::path::Path;

const NOT_BUILT: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>Rolecall</title>
<h1>The interface has not been built</h1>
<p>Run <code>npm ci</code> and <code>npm run build</code> in <code>ui</code>, then build this program again;
or let <code>cargo xtask run</code> do all of it.</p>
</html>
";

/// Makes the folder, with a page that says how to build the interface, when it is not there.
pub fn ensure(folder: &Path) -> std::io::Result<()> {
    let page = folder.join("index.html");
    if page.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(page, NOT_BUILT)
}
