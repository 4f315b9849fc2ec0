//! The names nearest to a mistyped one.

/// Up to three of `names` that a slip of the pen away from `name`, nearest first.
pub(crate) fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    // No field is that long, and the distance costs the product of the lengths.
    if name.len() > 100 {
        return Vec::new();
    }
    let wanted = name.to_lowercase();
    let mut scored: Vec<(usize, &str)> = names
        .into_iter()
        .filter(|candidate| !candidate.is_empty())
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().min(wanted.len()) / 3)
        .collect();
    scored.sort_unstable();
    scored.dedup();
    scored.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// What a code becomes by one slip of the pen: other case, two characters exchanged, one left out, one too many, one
/// mistaken. A long list is asked for each of them, so that the cost does not grow with the list.
pub(crate) fn slips(code: &str) -> impl Iterator<Item = String> {
    // Longer codes have too many neighbours to try, and are not typed by hand.
    const LONGEST: usize = 24;
    let code = code.trim();
    let code: Vec<u8> = if code.is_ascii() && code.len() <= LONGEST { code.into() } else { Vec::new() };
    let digits = code.iter().all(u8::is_ascii_digit);
    let letters = move || (b'0'..=b'9').chain((b'A'..=b'Z').filter(move |_| !digits));
    let length = code.len();
    let mut titled = code.to_ascii_lowercase();
    titled[..length.min(1)].make_ascii_uppercase();
    let cases = [code.clone(), code.to_ascii_uppercase(), code.to_ascii_lowercase(), titled];
    // Each edit puts letters in the place of some bytes. The last place first: there a code was cut off.
    let exchanged = (1..length).map(|at| (at - 1, 2));
    let left_out =
        (0..=length).rev().filter(move |_| length > 0).flat_map(move |at| letters().map(move |c| (at, 0, c)));
    let mistaken = (0..length).rev().flat_map(move |at| letters().map(move |c| (at, 1, c)));
    let with = move |code: &[u8], at: usize, cut: usize, put: &[u8]| [&code[..at], put, &code[at + cut..]].concat();
    let (a, b, c, d) = (code.clone(), code.clone(), code.clone(), code);
    cases
        .into_iter()
        .chain(exchanged.map(move |(at, cut)| with(&a, at, cut, &[a[at + 1], a[at]])))
        .chain(left_out.map(move |(at, cut, letter)| with(&b, at, cut, &[letter])))
        .chain((0..length).rev().map(move |at| with(&c, at, 1, &[])))
        .chain(mistaken.map(move |(at, cut, letter)| with(&d, at, cut, &[letter])))
        .filter_map(|bytes| String::from_utf8(bytes).ok())
}

#[cfg(test)]
mod tests {
    #[test]
    fn slips_of_a_code_are_looked_up() {
        let listed = ["31161500", "31161501", "13161500", "3116150"];
        let slips = |code: &str| {
            let mut found: Vec<String> = super::slips(code).filter(|slip| listed.contains(&slip.as_str())).collect();
            found.sort();
            found.dedup();
            found
        };
        assert_eq!(slips("3116150"), ["3116150", "31161500", "31161501"]);
        assert_eq!(slips("31161500"), ["13161500", "3116150", "31161500", "31161501"]);
        assert!(slips("99").is_empty() && slips("").is_empty() && slips("ñ").is_empty());
        assert!(slips(&"1".repeat(1_000)).is_empty());
        // 5 digits: cases, exchanges, 6 places and 5 places of ten digits, 5 left out.
        assert_eq!(super::slips("12345").count(), 4 + 4 + 60 + 5 + 50);
    }

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let names = ["unit_price", "quantity", "amount"];
        assert_eq!(super::nearest("unitprice", names), ["unit_price"]);
        assert_eq!(super::nearest("qantity", names), ["quantity"]);
        assert!(super::nearest("zzz", names).is_empty());
    }
}
