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

#[cfg(test)]
mod tests {
    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let names = ["unit_price", "quantity", "amount"];
        assert_eq!(super::nearest("unitprice", names), ["unit_price"]);
        assert_eq!(super::nearest("qantity", names), ["quantity"]);
        assert!(super::nearest("zzz", names).is_empty());
    }
}
