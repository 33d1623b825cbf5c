//! Homework: from the teacher's panel into a course, in a real run-time and in courses that misbehave; and as a code.

mod course;

use crate::accessible::violations;
use crate::{seconds, site, site_with};
use browser_tests::{Options, Page, Rule, Server, site_dir};
use course::{Course, Files, KEEPS, kept, run_time};
use flate2::read::DeflateDecoder;
use serde_json::json;
use std::io::Read;

const PHONE: (u32, u32) = (390, 844);

/// Opens the panel's part.
fn open_homework(page: &Page, look: Options) {
    if look.window == PHONE {
        page.click("menu");
    }
    page.click("embed");
    page.browser().script("document.querySelector('[data-testid=homework]').open = true", &[]);
}

/// The same, with steps ticked.
fn open_panel(site: &Server, query: &str, steps: &[u8], look: Options) -> Page {
    let page = Page::open(site, query, look);
    open_homework(&page, look);
    steps.iter().for_each(|step| page.click(&format!("homework-step-{step}")));
    page
}

/// Keeps what the page saves as `window.zip`, a letter for each byte.
const CATCH: &str = "
    const create = URL.createObjectURL;
    URL.createObjectURL = blob => {
        blob.arrayBuffer().then(buffer => {
            const bytes = new Uint8Array(buffer);
            let text = '';
            for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
            window.zip = text;
        });
        return create.call(URL, blob);
    }";

/// The package that the panel makes of these steps and fields.
fn package(steps: &[u8], fields: &[(&str, &str)]) -> Files {
    let page = open_panel(&site(), "v=2&chapter=sample&engine=cpu&chain_seed=2", steps, Options::default());
    fields.iter().for_each(|(field, value)| page.set(field, value));
    page.browser().script(CATCH, &[]);
    page.click("homework-zip");
    wait_for_zip(&page);
    let text = page.browser().script("return window.zip", &[]);
    let zip: Vec<u8> = text.as_str().expect("text").chars().map(|letter| letter as u8).collect();
    page.assert_no_errors();
    unzip(&zip)
}

fn wait_for_zip(page: &Page) {
    page.wait("the zip", seconds(20), |page| {
        page.browser().script("return window.zip?.length > 1e5", &[]) == true
    });
}

fn unzip(zip: &[u8]) -> Files {
    let archive = rawzip::ZipArchive::from_slice(zip).expect("a zip");
    let read = |entry: Result<rawzip::ZipFileHeaderRecord, _>| {
        let entry = entry.expect("an entry");
        let inside = archive.get_entry(entry.wayfinder()).expect("its place");
        let mut text = String::new();
        let mut reader = inside.verifying_reader(DeflateDecoder::new(inside.data()));
        reader.read_to_string(&mut text).expect("the file as it was");
        (String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned(), text)
    };
    archive.entries().map(read).collect()
}

/// Whether a guess holds that can be set to whole numbers, or to one of three.
fn holds([step, guess, value, error]: [f64; 4]) -> bool {
    (guess - value).abs() <= (2.0 * error).max(if step == 4.0 { 0.0 } else { 0.5 }) + 1e-9
}

#[test]
fn a_course_of_scorm_1_2_has_status_score_and_answers_and_a_visit_goes_on_where_the_last_one_ended() {
    let files = package(&[2, 4], &[("homework-scorm", "1.2")]);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["imsmanifest.xml", "index.html", "scorm.js", "moons.html"]);
    let manifest = &files[0].1;
    assert!(manifest.contains("<schemaversion>1.2<") && manifest.contains("adlcp:scormtype=\"sco\""));
    let course = Course::open(&files, &run_time("1.2"));
    course.wait_for_words("0 of 2");
    // Of another window, and of its own frame what is no answer to a step of the homework.
    const FORGED: &str = "
        const answer = { from: 'mcmc-to-diffusion', version: 1, type: 'answered', step: 4, guess: 1, measured: 1, error: 0 };
        sco.defaultView.postMessage(answer, '*');
        for (const other of [{ ...answer, step: 3 }, { ...answer, measured: '1' }, { ...answer, type: 'step' }, null, 7]) {
            const script = moons.createElement('script');
            script.textContent = `parent.postMessage(${JSON.stringify(other)}, '*')`;
            moons.body.append(script);
        }";
    course.wait("the frame", "return !!moons?.querySelector('[data-testid=guess-it]')");
    course.ask(FORGED);
    course.guess(2, "guess-it");
    course.wait_for_words("1 of 2");
    let cmi = course.browser.script("return cmi()", &[]);
    let first = kept(&cmi["suspend_data"]);
    assert!(first.len() == 1 && first[0][..2] == [2.0, 2.0], "{first:?}");
    let score = |kept: &[[f64; 4]]| (50 * kept.iter().filter(|&&of| holds(of)).count()).to_string();
    assert_eq!(cmi["core"]["lesson_status"], "incomplete");
    assert_eq!(cmi["core"]["score"], json!({ "raw": score(&first), "min": "0", "max": "100" }));
    let told = &cmi["interactions"]["0"];
    assert_eq!(
        (&told["id"], &told["type"], &told["student_response"]),
        (&json!("gap"), &json!("numeric"), &json!("2"))
    );
    assert_eq!(told["result"], if holds(first[0]) { "correct" } else { "wrong" });
    assert_eq!(told["correct_responses"]["0"]["pattern"], first[0][2].to_string());

    // Closed half way: the course is told, once, that it is over.
    course.browser.reload();
    course.wait_for_words("1 of 2");
    assert_eq!((course.calls("before", "LMSInitialize"), course.calls("before", "LMSFinish")), (1, 1));
    assert_eq!(course.browser.script("return before.at(-1)[0]", &[]), "LMSFinish");
    course.guess(4, "guess-wrong");
    course.wait_for_words("all 2");
    let cmi = course.browser.script("return cmi()", &[]);
    let both = kept(&cmi["suspend_data"]);
    assert!(both.len() == 2 && both[0] == first[0] && both[1][..2] == [4.0, 1.0], "{both:?}");
    assert_eq!(
        (&cmi["core"]["lesson_status"], &cmi["core"]["exit"]),
        (&json!("completed"), &json!("suspend"))
    );
    assert_eq!(cmi["core"]["score"]["raw"], score(&both));
    assert_eq!(cmi["interactions"]["0"]["student_response"], "b");
    assert_eq!((course.calls("calls", "LMSInitialize"), course.calls("calls", "LMSFinish")), (1, 0));

    // Whoever comes back finds it done, and it stays done.
    course.browser.reload();
    course.wait_for_words("all 2");
    let cmi = course.browser.script("return cmi()", &[]);
    assert_eq!((&cmi["core"]["lesson_status"], kept(&cmi["suspend_data"])), (&json!("completed"), both));
    course.wait("the code", "return !!moons?.querySelector('[data-testid=homework-code]')?.value");
    assert_eq!(course.ask("return moons.querySelector('[data-testid=strip]').dataset.step"), "13");
    course.assert_no_errors();
}

#[test]
fn a_course_of_scorm_2004_has_completion_success_and_a_scaled_score() {
    let fields = [("homework-scorm", "2004"), ("homework-counts", "measured"), ("homework-mastery", "100")];
    let files = package(&[2], &fields);
    assert!(files[0].1.contains("<imsss:minNormalizedMeasure>1<"), "{}", files[0].1);
    let course = Course::open(&files, &run_time("2004"));
    course.wait_for_words("0 of 1");
    let before = course.browser.script("return cmi()", &[]);
    assert_eq!(
        (&before["completion_status"], &before["success_status"]),
        (&json!("incomplete"), &json!("unknown"))
    );
    course.guess(2, "guess-it");
    course.wait_for_words("all 1");
    let cmi = course.browser.script("return cmi()", &[]);
    assert_eq!((&cmi["completion_status"], &cmi["success_status"]), (&json!("completed"), &json!("passed")));
    assert_eq!(cmi["score"], json!({ "scaled": "1", "raw": "100", "min": "0", "max": "100" }));
    assert_eq!(cmi["progress_measure"], "1");
    let kept = kept(&cmi["suspend_data"]);
    assert_eq!((kept.len(), kept[0][0]), (1, 2.0));
    let told = &cmi["interactions"]["0"];
    assert_eq!((&told["id"], &told["learner_response"]), (&json!("gap"), &json!("2")));
    let range = format!("{}[:]{}", kept[0][2] - 0.5, kept[0][2] + 0.5);
    assert_eq!(told["correct_responses"]["0"]["pattern"], range);
    assert!(told["timestamp"].as_str().is_some_and(|time| time.ends_with('Z')), "{told}");
    assert!(told["description"].as_str().is_some_and(|words| words.contains("one gap")), "{told}");
    course.browser.reload();
    course.wait_for_words("all 1");
    assert_eq!((course.calls("before", "Initialize"), course.calls("before", "Terminate")), (1, 1));
    assert_eq!(course.browser.script("return before.at(-1)[0]", &[]), "Terminate");
    course.assert_no_errors();
}

#[test]
fn without_a_course_the_work_goes_on_and_ends_with_a_code() {
    let course = Course::open(&package(&[2], &[]), "");
    course.wait_for_words("not open in a course");
    course.guess(2, "guess-it");
    assert_eq!(
        course.ask("return moons.querySelector('[data-testid=story-close]')"),
        json!(null),
        "a way out"
    );
    course.wait("the code", "return !!moons.querySelector('[data-testid=homework-code]')?.value");
    course.wait_for_words("not open in a course");
    course.assert_no_errors();
}

#[test]
fn a_course_that_throws_or_refuses_loses_nothing_once_it_works_again() {
    let files = package(&[2, 4], &[]);
    let throws = "window.API = Object.fromEntries(Object.keys(good).map(name => [name, () => { throw new Error('out of order') }]));";
    // Begins, and then cannot say what it keeps: that must not be written over.
    let forgets = "window.API = { ...good, LMSGetValue() { throw new Error('out of order') } };";
    let refuses = "window.API = { ...good, LMSInitialize: () => 'false' };";
    let full = "window.API = { ...good, LMSSetValue: () => 'false' };";
    for (bad, why) in [(throws, "out of order"), (forgets, "out of order"), (refuses, "101"), (full, "101")] {
        let course = Course::open(&files, &format!("{KEEPS}{bad}"));
        course.wait_for_words("did not take");
        assert!(course.said().contains(why), "{}", course.said());
        let untouched = "return data['cmi.suspend_data'] === '4:0:1:0'";
        course.wait("what was kept", untouched);
        course.browser.script("window.API = Object.assign(API, good)", &[]);
        course.guess(2, "guess-it");
        course.wait_for_words("all 2");
        let data = course.browser.script("return data", &[]);
        let both = kept(&data["cmi.suspend_data"]);
        assert!(both.len() == 2 && both[1] == [4.0, 0.0, 1.0, 0.0], "{both:?}");
        assert_eq!(data["cmi.core.lesson_status"], "completed");
        course.assert_no_errors();
    }
}

#[test]
fn a_course_is_found_beyond_a_frame_of_another_origin_and_behind_a_window() {
    let player = "<!doctype html><title>Player</title><iframe width='1000' height='700'></iframe>
        <script>document.querySelector('iframe').src = decodeURIComponent(location.search.slice(1))</script>";
    let player = Server::start(site_dir(), &[("player.html", Rule::Instead(player.into()))]);
    let count = "window.opened = 0; window.API = { ...good, LMSInitialize: () => (opened++, 'true') };";
    let course = Course::open(&package(&[2], &[]), &format!("{KEEPS}{count}"));
    course.wait("a course around it", "return opened === 1");
    let beyond = format!(
        "document.querySelector('iframe').src = '{}?' + encodeURIComponent(new URL('sco/index.html', location.href))",
        player.url("player.html")
    );
    course.browser.script(&beyond, &[]);
    course.wait("a course beyond another origin", "return opened === 2");
    course.browser.script("window.open('sco/index.html')", &[]);
    course.wait("a course behind a window", "return opened === 3");
}

#[test]
fn students_without_a_course_hand_in_a_code_that_the_panel_reads() {
    let site = site();
    for look in [Options::default(), Options { window: PHONE, ..Options::default() }] {
        let page = open_panel(&site, "v=2&engine=cpu&chapter=sample&chain_seed=2&seed=3", &[2], look);
        assert_eq!(violations(page.browser()), [""; 0], "the panel, {look:?}");
        let link = page.attribute("homework-link", "href").expect("a link");
        page.go(&site, link.split_once('?').expect("a query").1);
        page.wait("the first step", seconds(20), |page| {
            page.attribute("strip", "data-step").as_deref() == Some("2")
        });
        assert!(page.text("strip").contains("1 of 1"), "{}", page.text("strip"));
        page.click("story-next");
        page.wait("the table", seconds(20), |page| {
            page.attribute("strip", "data-step").as_deref() == Some("13")
        });
        assert!(page.text("homework-left").contains("one gap"), "{}", page.text("homework-left"));
        page.click("story-back");
        page.click("guess-it");
        let is_there = |page: &Page| page.has("homework-code");
        page.wait("the code", seconds(60), is_there);
        assert_eq!(violations(page.browser()), [""; 0], "the code, {look:?}");
        let code = page.input("homework-code");
        page.click("story-next");
        page.wait("the table", seconds(20), |page| {
            page.attribute("strip", "data-step").as_deref() == Some("13")
        });
        assert_eq!(page.input("homework-code"), code, "in the table as well");

        page.go(&site, "v=2&engine=cpu&chapter=sample");
        open_homework(&page, look);
        let pasted = format!("Ada: {code}\nBen {}\n", &code[2..]);
        page.set("homework-pasted", &pasted);
        page.wait("the result", seconds(10), |page| page.text("homework-checked").contains("Ada"));
        let table = page.text("homework-checked");
        assert!(
            table.contains("seed 3") && table.contains("chains 2") && table.contains("one gap"),
            "{table}"
        );
        assert!(table.contains("Ben: This code is damaged"), "{table}");
        assert_eq!(violations(page.browser()), [""; 0], "the results, {look:?}");
        let opens = page
            .browser()
            .script("return document.querySelector('[data-testid=homework-checked] a').href", &[]);
        let opens = opens.as_str().and_then(|link| link.split_once('?')).expect("a query").1.to_owned();
        page.go(&site, &opens);
        page.wait("the code of that result", seconds(20), is_there);
        assert_eq!(page.input("homework-code"), code);
        page.assert_no_errors();
    }
}

#[test]
fn a_package_is_saved_although_the_panel_is_closed_before_its_page_has_come() {
    let site = site_with("offline.html", Rule::Delay(seconds(3)));
    let page = open_panel(&site, "v=2&engine=cpu&chapter=sample", &[2], Options::default());
    page.browser().script(CATCH, &[]);
    page.click("homework-zip");
    page.click("embed");
    page.wait("the panel to close", seconds(2), |page| !page.has("homework-zip"));
    wait_for_zip(&page);
    page.assert_no_errors();
}

#[test]
fn without_the_page_in_one_file_the_panel_says_what_to_do() {
    for rule in [Rule::Missing, Rule::Instead("<!doctype html><p>Not found".into())] {
        let site = site_with("offline.html", rule);
        let page = open_panel(&site, "v=2&engine=cpu&chapter=sample", &[], Options::default());
        assert!(page.attribute("homework-zip", "disabled").is_some(), "nothing is ticked");
        page.click("homework-step-2");
        page.click("homework-zip");
        page.wait("the reason", seconds(10), |page| page.text("homework-said").contains("offline.html"));
        assert!(page.attribute("homework-zip", "disabled").is_none(), "it can be tried again");
    }
}
