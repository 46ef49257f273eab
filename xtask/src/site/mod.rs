//! `dist/`: the whole site, ready for any static host.
//!
//! Trunk does the main part. Before it, the styles become one file; after it, each file that can be
//! compressed gets its `.br` and `.gz` neighbour. The same sources give the same bytes.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use self::embed::Loaders;
use self::offline::Offline;
use self::quizzes::OwnQuiz;
use self::words::Spoken;
use crate::policy::{self, Inline};
use crate::process::{command, output, run};
use crate::tools::{self, Progress, Tools};
use crate::workspace::{dist, files_below, root, staging, wasm_target};

pub mod builder;
pub mod code;
pub mod compress;
pub mod embed;
pub mod first;
pub mod head;
pub mod localized;
pub mod offline;
pub mod page;
pub mod quizzes;
pub mod script;
pub mod size;
pub mod styles;
pub mod versions;
pub mod words;

/// How much work goes into a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// What is deployed, tested and measured: small.
    Release,
    /// For working on the app: quick to build, big and slow in the browser.
    Dev,
}

impl Profile {
    /// Where the finished site goes.
    pub fn dist(self) -> PathBuf {
        match self {
            Self::Release => dist(),
            Self::Dev => staging().join("dev"),
        }
    }
}

/// The sources of the site. A change in any of them is a reason to build it again.
const SOURCES: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "index.html",
    "boot.js",
    "questionnaire.js",
    "assets",
    "embed",
    "offline",
    "quiz",
    "src",
    "styles",
    "xtask/src/policy.rs",
    "xtask/src/site",
];

/// The words of the interface: they are put beside the code, so a change in them needs no other code.
const WORDS: &str = "text";

/// What is to be built.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How much work goes into it.
    pub profile: Profile,
    /// Whether browsers keep a copy of it.
    pub offline: Offline,
    /// The documents of own quizzes.
    pub quizzes: Vec<PathBuf>,
    /// The address that the site will have, where that is known: see [`page::in_each_language`].
    pub url: Option<String>,
    /// Where the finished site goes.
    pub folder: PathBuf,
}

impl Plan {
    /// The app as it is, in its usual place.
    pub fn new(profile: Profile, offline: Offline) -> Self {
        Self {
            profile,
            // While somebody works on the app, an older build must not come up from the device.
            offline: match profile {
                Profile::Dev => Offline::Removed,
                Profile::Release => offline,
            },
            quizzes: Vec::new(),
            url: None,
            folder: profile.dist(),
        }
    }
}

/// Builds the app as it is. Gives its folder.
pub fn build(profile: Profile, offline: Offline) -> Result<PathBuf> {
    build_as(&Plan::new(profile, offline))
}

/// Installs what is missing, and builds the site unless it is there already. Gives its folder.
pub fn build_as(plan: &Plan) -> Result<PathBuf> {
    // Whoever has written a quiz wants to hear of its mistakes before anything else.
    let quizzes = quizzes::read(&plan.quizzes)?;
    let mut progress = Progress::new(tools::STEPS + 1);
    let tools = tools::install(&mut progress)?;
    let folder = plan.folder.clone();
    let of_the_code = Stamp::of(&compiled_folder(plan.profile), stamp(&tools)?);
    let of_the_site = Stamp::of(
        &staging().join(folder.file_name().unwrap_or_default()),
        format!(
            "{} {:?} {:?} {:?} {} {}",
            of_the_code.text,
            plan.profile,
            plan.offline,
            plan.url,
            hash_of(&with_words(&plan.quizzes))?,
            hash_of(&files_below(&root().join(WORDS))?)?
        ),
    );
    if folder.join("index.html").is_file() && of_the_site.is_there() {
        progress.step(&format!(
            "{}: nothing has changed",
            crate::workspace::shown(&folder)
        ));
        return Ok(folder);
    }
    of_the_site.remove()?;
    let compiled = compiled(plan.profile, &tools, &mut progress)?;
    if plan.profile == Profile::Release {
        let inline = Inline::read(&fs::read_to_string(inline_file())?)?;
        policy::check(&inline)?;
    }
    put_together(plan, &quizzes, &compiled)?;
    of_the_site.write()?;
    Ok(folder)
}

fn compiled_folder(profile: Profile) -> PathBuf {
    staging().join(format!("compiled-{profile:?}").to_lowercase())
}

/// Builds the code unless it is there already. Gives its folder.
fn compiled(profile: Profile, tools: &Tools, progress: &mut Progress) -> Result<PathBuf> {
    let folder = compiled_folder(profile);
    let stamp = Stamp::of(&folder, stamp(tools)?);
    if folder.join("index.html").is_file() && stamp.is_there() {
        progress.step("putting the site together from the code that was built before ...");
        return Ok(folder);
    }
    progress.step(match profile {
        Profile::Release => {
            "building the site (3 minutes the first time, then about 30 seconds) ..."
        }
        Profile::Dev => "building the site without optimising it ...",
    });
    stamp.remove()?;
    compile(profile, tools, &folder)?;
    stamp.write()?;
    Ok(folder)
}

/// What a folder was made from, in a file beside it. Should the making fail half-way, nobody takes what was
/// there before for the new one.
struct Stamp {
    file: PathBuf,
    text: String,
}

impl Stamp {
    fn of(folder: &Path, text: String) -> Self {
        Self {
            file: folder.with_extension("stamp"),
            text,
        }
    }

    fn is_there(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|old| old == self.text)
    }

    fn remove(&self) -> Result<()> {
        if self.file.exists() {
            fs::remove_file(&self.file)?;
        }
        Ok(())
    }

    fn write(&self) -> Result<()> {
        Ok(fs::write(&self.file, &self.text)?)
    }
}

/// Builds the code and the page that starts it, without any quiz in it, into this folder.
fn compile(profile: Profile, tools: &Tools, folder: &Path) -> Result<()> {
    fs::create_dir_all(staging())?;
    for (sheet, bundle) in [("index.css", "app.css"), ("later.css", "later.css")] {
        let sheet = styles::bundle(&root().join("styles").join(sheet))?;
        fs::write(staging().join(bundle), sheet)?;
    }

    fetch(tools)?;
    empty(folder)?;
    let mut trunk = command(&tools.trunk);
    // Offline, because everything is here: without it Trunk would ask whether it is up to date.
    trunk
        // Its warnings are left out for one that each build gives: its minifier cannot read the glue.
        .args(["build", "--offline", "--log", "error", "--dist"])
        .arg(folder)
        .current_dir(root())
        .env("RUST_BACKTRACE", "0");
    if profile == Profile::Release {
        trunk.arg("--release");
    }
    // Trunk takes variables of this kind for its own settings, and `NO_COLOR=1` for an invalid one.
    trunk.env_remove("NO_COLOR");
    tools.toolchain.prepare(&mut trunk, &tools.folders())?;
    run(&mut trunk)?;
    warn_of_unread_styles(folder)?;
    if profile == Profile::Release {
        code::put_into(folder, tools)?;
        let index = folder.join("index.html");
        let page = fs::read_to_string(&index).context("could not read the page")?;
        let (page, inline) = head::arrange(folder, &page)?;
        fs::write(index, page).context("could not write the page")?;
        fs::write(inline_file(), inline.to_text())?;
    }
    Ok(())
}

/// Where the last release build says what stands in its page itself.
fn inline_file() -> PathBuf {
    staging().join("inline.txt")
}

/// Has the policy name what stands in the page now, here and in the configurations for hosts. Gives what was changed.
///
/// # Errors
/// When the app cannot be built, or a configuration does not have the policy as it was.
pub fn renew_policy() -> Result<Vec<PathBuf>> {
    let mut progress = Progress::new(tools::STEPS + 1);
    let tools = tools::install(&mut progress)?;
    compiled(Profile::Release, &tools, &mut progress)?;
    policy::renew(&Inline::read(&fs::read_to_string(inline_file())?)?)
}

/// Makes the site from the compiled app, in a folder of its own, and puts it in the place of the old one when it
/// is whole.
fn put_together(plan: &Plan, quizzes: &[OwnQuiz], compiled: &Path) -> Result<()> {
    let fresh = staging().join("fresh");
    empty(&fresh)?;
    copy(compiled, &fresh)?;
    let page = fs::read_to_string(fresh.join("index.html")).context("could not read the page")?;
    let mut versions = versions::released()?;
    if !quizzes.is_empty() {
        versions.push(versions::current());
    }
    for own in quizzes {
        versions.push(own.path.clone());
        versions.extend(own.earlier.iter().cloned());
    }
    let languages = words::read_all()?;
    let page = words::put_into(&fresh, &page, &languages)?;
    let page = versions::put_into(&fresh, &page, &versions)?;
    let page = quizzes::put_into(&fresh, &page, quizzes)?;
    let beside = Beside {
        manifest: fs::read_to_string(fresh.join(localized::MANIFEST))
            .context("the build has no manifest")?,
        loader: embed::put_into(&fresh)?,
        builder_sheet: builder::sheet(&fresh)?,
        url: plan.url.clone(),
    };
    for spoken in &languages {
        put_language(&fresh, &page, spoken, quizzes, &beside)?;
    }
    offline::write(&fresh, plan.offline)?;
    if plan.profile == Profile::Release {
        compress::neighbours(&fresh)?;
    }
    let folder = &plan.folder;
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("could not replace {}", folder.display()))?;
    }
    fs::rename(&fresh, folder).with_context(|| format!("could not make {}", folder.display()))
}

/// What the pages of every language share.
struct Beside {
    /// The source of the manifests.
    manifest: String,
    loader: Loaders,
    /// The name of the builder's style sheet.
    builder_sheet: String,
    /// See [`Plan::url`].
    url: Option<String>,
}

/// Makes all pages of one language. `page` has no words yet.
fn put_language(
    site: &Path,
    page: &str,
    spoken: &Spoken,
    quizzes: &[OwnQuiz],
    beside: &Beside,
) -> Result<()> {
    let (language, words) = (spoken.language, &spoken.words);
    let page = localized::page(page, language, &words.interface)?;
    let manifest = localized::manifest(&beside.manifest, language, &words.interface)?;
    fs::write(site.join(localized::manifest_of(language)), manifest)?;
    let first = first::of_the_built_in(&page, spoken, None)?;
    let url = beside.url.as_deref();
    let first = page::in_each_language(&first, url, "")?;
    page::put(site, &language.path(), &first)?;
    quizzes::pages(site, &page, spoken, quizzes, url)?;
    embed::pages(site, &page, spoken, quizzes, &beside.loader)?;
    builder::put_into(
        site,
        &page,
        language,
        &beside.builder_sheet,
        &beside.loader.own,
    )
}

/// Makes a folder that has nothing in it.
fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// Copies everything in a folder into another one.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files_below(from)? {
        let copy = to.join(file.strip_prefix(from)?);
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, copy)?;
    }
    Ok(())
}

/// The documents of quizzes, and everything in the folders that they are in.
fn with_words(documents: &[PathBuf]) -> Vec<PathBuf> {
    let folders = documents.iter().filter_map(|document| document.parent());
    documents
        .iter()
        .cloned()
        .chain(folders.flat_map(|folder| files_below(folder).unwrap_or_default()))
        .collect()
}

/// Trunk hands a sheet on as it is when it cannot read it, and a browser may not be able to either.
fn warn_of_unread_styles(folder: &Path) -> Result<()> {
    for file in files_below(folder)? {
        let is_sheet = file.extension().is_some_and(|extension| extension == "css");
        if is_sheet && fs::read_to_string(&file)?.contains("\n\n") {
            eprintln!(
                "      warning: Trunk could not make the style sheet smaller; is there an error in styles/?"
            );
        }
    }
    Ok(())
}

/// Downloads the crates, so that Trunk can build offline. Asks no registry when they are all here.
fn fetch(tools: &Tools) -> Result<()> {
    let fetch = |offline: bool| -> Result<std::process::Command> {
        let mut cargo = command("cargo");
        cargo
            .args(["fetch", "--locked", "--target", crate::toolchain::TARGET])
            .current_dir(root());
        if offline {
            cargo.arg("--offline");
        }
        tools.toolchain.prepare(&mut cargo, &[])?;
        Ok(cargo)
    };
    match output(&mut fetch(true)?) {
        Ok(_) => Ok(()),
        Err(_) => run(&mut fetch(false)?),
    }
}

/// A hash over the content of all sources and the choice of tools.
fn stamp(tools: &Tools) -> Result<String> {
    let mut files = Vec::new();
    for source in SOURCES {
        let path = root().join(source);
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(format!(
        "{:?} {:?} {:?} {:?} {}",
        tools.toolchain,
        tools.trunk,
        tools.folders(),
        tools.terser,
        hash_of(&files)?
    ))
}

/// A hash over the names and the content of files.
fn hash_of(files: &[PathBuf]) -> Result<String> {
    let mut hash = Sha256::new();
    for file in files.iter().filter(|file| file.is_file()) {
        let mut bytes = Vec::new();
        fs::File::open(file)?.read_to_end(&mut bytes)?;
        hash.update(crate::workspace::shown(file));
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
    }
    let digest = hash.finalize();
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// When the newest of the sources was changed, to notice the next change without reading them all.
pub fn newest_source() -> Result<Option<std::time::SystemTime>> {
    let mut newest = None;
    for source in SOURCES.into_iter().chain([WORDS]) {
        let path = root().join(source);
        let files = if path.is_dir() {
            files_below(&path)?
        } else {
            vec![path]
        };
        for file in files {
            // A file can vanish between the listing and this.
            newest = newest.max(
                fs::metadata(file)
                    .and_then(|metadata| metadata.modified())
                    .ok(),
            );
        }
    }
    Ok(newest)
}

/// Removes everything that the builds of the site have left, but for the tools.
pub fn clean() -> Result<()> {
    for folder in [dist(), staging(), wasm_target()] {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use interview_hindsight::wire::language::{LANGUAGES, Language};
    use interview_hindsight::wire::quiz_document::BUILT_IN;
    use interview_hindsight::wire::test_language;
    use serde_json::json;

    use super::embed::Loader;
    use super::*;

    /// One that nobody has listed: what a volunteer brings is two files.
    const SEVENTH: Language = Language {
        tag: "eo",
        name: "Esperanto",
        spellings: &[],
        ..LANGUAGES[0]
    };

    /// The folder of a site with all pages of the seventh language, made of two files and nothing else.
    fn with_a_seventh_language() -> Result<tempfile::TempDir> {
        let sources = tempfile::tempdir()?;
        let english = words::read(LANGUAGES[0])?.words;
        let quiz = test_language::quiz(&english.quiz);
        let texts = |texts: &mut dyn Iterator<Item = (&str, &str)>| {
            texts
                .map(|(key, text)| (key.to_owned(), text.to_owned()))
                .collect::<BTreeMap<_, _>>()
        };
        let interface = test_language::interface(&english.interface);
        let contents = [
            json!(texts(&mut interface.iter())),
            json!({ "quiz": BUILT_IN, "language": SEVENTH.tag, "texts": texts(&mut quiz.iter()) }),
        ];
        for (file, content) in words::sources(sources.path(), SEVENTH.tag)
            .iter()
            .zip(contents)
        {
            fs::create_dir_all(file.parent().unwrap_or(file))?;
            fs::write(file, content.to_string())?;
        }
        let site = tempfile::tempdir()?;
        let spoken = words::read_in(sources.path(), SEVENTH)?;
        let quizzes = quizzes::read(&[root().join("examples/phone-screen/1.0.0.json")])?;
        let page = fs::read_to_string(root().join("index.html"))?.replacen(
            "</head>",
            "<script id=\"boot\" src=\"./boot.js\"></script></head>",
            1,
        );
        let page = words::put_into(site.path(), &page, std::slice::from_ref(&spoken))?;
        let beside = Beside {
            manifest: fs::read_to_string(root().join("offline").join(localized::MANIFEST))?,
            loader: Loaders {
                own: Loader {
                    file: "embed-1.js".to_owned(),
                    integrity: "sha384-a".to_owned(),
                },
                frame: "<script src=./embed/frame-1.js></script>".to_owned(),
            },
            builder_sheet: "builder-1.css".to_owned(),
            url: Some("https://quiz.example/".to_owned()),
        };
        put_language(site.path(), &page, &spoken, &quizzes, &beside)?;
        Ok(site)
    }

    #[test]
    fn a_seventh_language_is_files_alone_and_has_every_page() -> Result<()> {
        let site = with_a_seventh_language()?;
        let read = |file: &str| fs::read_to_string(site.path().join(file)).context(file.to_owned());
        for (folder, up, own_page) in [
            ("eo/", "../", None),
            ("quiz/phone-screen/eo/", "../../../", None),
            ("embed/eo/", "../../", Some("../../eo/#/")),
            (
                "embed/quiz/phone-screen/eo/",
                "../../../../",
                Some("../../../../quiz/phone-screen/eo/#/"),
            ),
            ("embed/builder/eo/", "../../../", None),
        ] {
            let page = read(&format!("{folder}index.html"))?;
            assert!(page.contains(" lang=eo dir=ltr"), "{folder}");
            let title = test_language::translated("Interview Hindsight");
            assert!(page.contains(&title), "{folder}");
            for file in ["boot.js", "questionnaire.js", "manifest.eo.webmanifest"] {
                assert!(
                    page.contains(&format!("\"{up}{file}\"")),
                    "{file} of {folder}"
                );
            }
            // Search engines leave the others out.
            let other = format!("https://quiz.example/{}", folder.replace("eo/", ""));
            let link = format!("<link href={other} hreflang=x-default rel=alternate>");
            assert_eq!(
                page.contains(&link),
                !folder.starts_with("embed/"),
                "{folder}"
            );
            if let Some(own_page) = own_page {
                let link = format!("href=\"{own_page}\"");
                assert!(page.contains(&link), "{link} of {folder}");
            }
        }
        let manifest = read("manifest.eo.webmanifest")?;
        assert!(manifest.contains("\"start_url\": \"./eo/\""), "{manifest}");
        Ok(())
    }

    #[test]
    fn a_quiz_without_the_language_of_the_page_shows_its_own_and_says_so() -> Result<()> {
        let site = with_a_seventh_language()?;
        let read = |file: &str| fs::read_to_string(site.path().join(file));
        let own = read("quiz/phone-screen/eo/index.html")?;
        let questions = |page: &str, says: &str| {
            let tags = page.split('<').filter_map(|part| part.split('>').next());
            tags.filter(|tag| tag.contains("class=\"ih-question\"") && tag.contains(says))
                .count()
        };
        let marked = questions(&own, " lang=\"en\" dir=\"ltr\"");
        assert!(marked > 0 && marked == questions(&own, ""), "{own}");
        let built_in = read("eo/index.html")?;
        assert_eq!(questions(&built_in, " lang="), 0, "{built_in}");
        Ok(())
    }
}
