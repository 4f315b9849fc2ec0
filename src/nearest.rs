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

/// Up to three of a long list that one slip away from `code`: a character too many, too few, another, or two swapped. The
/// list is asked for each slip, so that the cost does not grow with it.
pub(crate) fn slips(code: &str, is_listed: impl Fn(&str) -> bool) -> Vec<String> {
    const ENOUGH: usize = 3;
    let chars: Vec<char> = code.chars().collect();
    if chars.len() > 16 {
        return Vec::new();
    }
    let digits = !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit());
    let letters = move || ('0'..='9').chain(('A'..='Z').filter(move |_| !digits));
    let upper = code.to_uppercase();
    let mut found: Vec<String> = Vec::new();
    let mut try_one = |slip: String| {
        if found.len() < ENOUGH && slip != code && !found.contains(&slip) && is_listed(&slip) {
            found.push(slip);
        }
    };
    let with = |at: usize, cut: usize, put: &[char]| -> String {
        chars[..at].iter().chain(put).chain(&chars[at + cut..]).collect()
    };
    try_one(upper);
    for at in 1..chars.len() {
        try_one(with(at - 1, 2, &[chars[at], chars[at - 1]]));
    }
    // The end is where a code tells least: a slip there is likeliest to be near in meaning.
    for at in (0..chars.len()).rev() {
        letters().for_each(|letter| try_one(with(at, 1, &[letter])));
    }
    for at in (0..=chars.len()).rev() {
        letters().for_each(|letter| try_one(with(at, 0, &[letter])));
    }
    for at in 0..chars.len() {
        try_one(with(at, 1, &[]));
    }
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn slips_of_a_code_are_looked_up() {
        let listed = ["31161500", "31161501", "13161500", "3116150"];
        let slips = |code| super::slips(code, |slip| listed.contains(&slip));
        assert_eq!(slips("3116150"), ["31161500", "31161501"]);
        assert_eq!(slips("31161500"), ["13161500", "31161501", "3116150"]);
        assert!(slips("99").is_empty());
        assert!(slips(&"1".repeat(1_000)).is_empty());
    }

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let names = ["unit_price", "quantity", "amount"];
        assert_eq!(super::nearest("unitprice", names), ["unit_price"]);
        assert_eq!(super::nearest("qantity", names), ["quantity"]);
        assert!(super::nearest("zzz", names).is_empty());
    }
}
