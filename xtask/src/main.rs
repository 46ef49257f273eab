//! `cargo xtask`: everything that people do with this project besides writing it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::checks::{self, Engines, Step};
use xtask::process::{command, run};
use xtask::quiz::{self, QuizChore};
use xtask::server::{Options, Server};
use xtask::site::offline::Offline;
use xtask::site::{self, Plan, Profile};
use xtask::tools::{self, Progress};
use xtask::{browsers, directions, host_page, tidy, workspace};

/// The chores of Interview Hindsight.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Build the app and serve it on this machine, with the headers of a real host
    ///
    /// Installs whatever is missing first. Builds only what has changed.
    Serve {
        /// The port on 127.0.0.1; 0 takes a free one
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Build quickly and without optimising, for working on the app
        #[arg(long)]
        dev: bool,
        /// Build again when a source changes (reload the page to see it)
        #[arg(long)]
        watch: bool,
        /// The path to serve below, such as /a/b/
        #[arg(long, default_value = "/", value_parser = prefix)]
        prefix: String,
        /// Send none of the security headers, as the poorest host does
        #[arg(long)]
        no_headers: bool,
        /// A quiz of your own to put into the site besides the built-in one: its document, with its words in text/ beside it
        #[arg(long = "quiz", value_name = "FILE")]
        quizzes: Vec<PathBuf>,
        /// Serve the careers page of examples/careers too, on the next port and another host name
        #[arg(long)]
        host_page: bool,
        /// An origin whose pages may show the app in a frame, such as https://careers.example
        #[arg(long = "embedder")]
        embedders: Vec<String>,
    },
    /// Run everything that has to pass
    ///
    /// Installs whatever is missing first, the browser too. Goes on after a failure. The last line
    /// says `N passed, N failed`.
    Test {
        /// Only these steps
        #[arg(long, value_delimiter = ',')]
        only: Vec<Step>,
        /// All but these steps
        #[arg(long, value_delimiter = ',')]
        skip: Vec<Step>,
        /// The browsers that the end-to-end tests are made in; firefox and webkit run them alone
        #[arg(long, value_enum, default_value_t)]
        engine: Engines,
    },
    /// Check which part of the app uses which
    Deps,
    /// Check the small rules about all files
    Tidy,
    /// Build the app into dist/, ready for any static host
    Build {
        /// Remove the results of earlier builds first (the tools stay)
        #[arg(long)]
        clean: bool,
        /// Keep no copy of the app on people's devices, and remove those of earlier builds
        #[arg(long)]
        no_offline: bool,
        /// The address that the site will have, such as https://quiz.example/: its pages name each other's languages by it, for search engines
        #[arg(long, value_parser = site::page::site_address)]
        url: Option<String>,
        /// A quiz of your own to put into the site besides the built-in one: its document, with its words in text/ beside it
        #[arg(long = "quiz", value_name = "FILE")]
        quizzes: Vec<PathBuf>,
    },
    /// Have the policy name what stands in the page itself, after a change of the first style sheet or of questionnaire.js
    ///
    /// Changes deploy/. A build says when it is needed.
    Policy,
    /// Install what building and testing need, and do nothing else
    Setup {
        /// Only what building needs, no browser
        #[arg(long)]
        build_only: bool,
    },
    /// Check a quiz document, or score answer sheets with it
    Quiz {
        #[command(subcommand)]
        chore: QuizChore,
    },
    /// Measure how fast something is: `score`, or `history` in a real browser
    Bench {
        /// The benchmark: a file of that name in benches/, or bench_<name> among the programs of the end-to-end tests
        name: String,
        /// What to hand on to it
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Take pictures of the app in light and dark, to look at (`shots --help` says more)
    #[command(disable_help_flag = true)]
    Shots {
        /// Delivery on to the program that takes them
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Show what a result needs, file by file, and fail when that is above the budget
    Size,
}

fn main() -> ExitCode {
    match start(Arguments::parse().chore) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(chore: Chore) -> Result<ExitCode> {
    match chore {
        Chore::Serve {
            port,
            dev,
            watch,
            prefix,
            no_headers,
            quizzes,
            host_page,
            mut embedders,
        } => {
            let host_port = host_page.then(|| port.saturating_add(1));
            // Another name for this machine is another site.
            embedders.extend(host_port.map(|port| format!("http://localhost:{port}")));
            let profile = if dev { Profile::Dev } else { Profile::Release };
            let plan = Plan {
                quizzes,
                ..Plan::new(profile, Offline::Kept)
            };
            let options = Options {
                prefix,
                headers: !no_headers,
                embedders,
                ..Options::new(site::build_as(&plan)?)
            };
            serve(options, port, watch.then_some(plan), host_port)?;
        }
        Chore::Test { only, skip, engine } => {
            if !checks::run(&only, &skip, engine)? {
                return Ok(ExitCode::FAILURE);
            }
        }
        Chore::Deps => directions::check()?,
        Chore::Tidy => tidy::check()?,
        Chore::Build {
            clean,
            no_offline,
            url,
            quizzes,
        } => {
            if clean {
                site::clean()?;
            }
            let offline = if no_offline {
                Offline::Removed
            } else {
                Offline::Kept
            };
            let plan = Plan {
                url,
                quizzes,
                ..Plan::new(Profile::Release, offline)
            };
            let folder = site::build_as(&plan)?;
            println!("The site is in {}/.", workspace::shown(&folder));
            for own in site::quizzes::read(&plan.quizzes)? {
                let id = own.quiz.id();
                println!("The quiz {id}: quiz/{id}/, and <interview-hindsight quiz=\"{id}\">");
            }
            let loader = site::embed::in_site(&folder)?;
            println!(
                "A page that pins its loader: src=\"{}\" integrity=\"{}\" crossorigin (also in embed.json)",
                loader.file, loader.integrity
            );
        }
        Chore::Policy => {
            for file in site::renew_policy()? {
                println!("{} has changed", workspace::shown(&file));
            }
        }
        Chore::Setup { build_only } => {
            let mut progress = Progress::new(tools::STEPS + if build_only { 0 } else { 5 });
            tools::install(&mut progress)?;
            if !build_only {
                tools::axe(&mut progress)?;
                browsers::Chromium::find_or_install(&mut progress)?;
                browsers::pdf_reader_or_install(&mut progress)?;
                browsers::find_or_install_servers(&mut progress)?;
            }
            println!("Everything is here.");
        }
        Chore::Quiz { chore } => return quiz::start(chore),
        Chore::Bench { name, arguments } if is_in_browser(&name) => run(command("cargo")
            .args(["run", "--quiet", "--package", "e2e", "--bin"])
            .args([&["bench_", &name].concat(), "--"])
            .args(arguments))?,
        Chore::Bench { name, arguments } => run(command("cargo")
            .args([
                "bench",
                "--package",
                "interview-hindsight",
                "--bench",
                &name,
                "--",
            ])
            .args(arguments))?,
        Chore::Shots { arguments } => run(command("cargo")
            .args(["run", "--quiet", "--package", "e2e", "--bin", "shots", "--"])
            .args(arguments))?,
        Chore::Size => site::size::report(&site::build(Profile::Release, Offline::Kept)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether a benchmark is one that drives a browser.
fn is_in_browser(name: &str) -> bool {
    let programs = workspace::root().join("tests/e2e/src/bin");
    programs.join(["bench_", name, ".rs"].concat()).is_file()
}

fn serve(options: Options, port: u16, watch: Option<Plan>, host_port: Option<u16>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let server = runtime.block_on(Server::start(options, port))?;
    println!(
        "\nInterview Hindsight is at {} (Ctrl+C ends it)",
        server.url()
    );
    let _host_page = match host_port {
        Some(port) => {
            let folder = workspace::staging().join("careers");
            let options = host_page::write(&folder, &server.url(), &server.origin())?;
            let host = runtime.block_on(Server::start(options, port))?;
            println!("A careers page with it is at http://localhost:{port}/");
            Some(host)
        }
        None => None,
    };
    if let Some(plan) = watch {
        std::thread::spawn(move || rebuild_on_change(&plan));
    }
    Ok(runtime.block_on(tokio::signal::ctrl_c())?)
}

/// Looks for changes twice a second: no watcher works the same on every system, and the sources are few.
fn rebuild_on_change(plan: &Plan) {
    let mut built = site::newest_source().ok();
    loop {
        sleep(Duration::from_millis(500));
        let now = site::newest_source().ok();
        if now != built {
            built = now;
            match site::build_as(plan) {
                Ok(_) => println!("Built again; reload the page."),
                Err(error) => eprintln!("\n{error:#}\nThe last good build is still served."),
            }
        }
    }
}

fn prefix(text: &str) -> Result<String, String> {
    if text.starts_with('/') && text.ends_with('/') && !text.contains("//") {
        Ok(text.to_owned())
    } else {
        Err("a path begins and ends with /".to_owned())
    }
}
