//! Sets of codes as bytes: sorted, compact, and readable where they lie, without a start-up cost.
//!
//! SAT's catalogues and the enumerations of its XSDs are such sets. The generators write them with [`encode_codes`] and the
//! library takes them in with `include_bytes!`; a catalogue that is loaded at run time is encoded by the same code. Reading
//! never panics, whatever the bytes: a set from hostile bytes answers wrongly, nothing more.
//! ```
//! use frontera::packed::{CodeSet, encode_codes};
//! let bytes = encode_codes(&["01", "02", "99"]);
//! let set = CodeSet::from_bytes(&bytes).unwrap();
//! assert_eq!((set.len(), set.position("02"), set.position("03")), (3, Some(1), None));
//! assert_eq!(set.get(2).as_deref(), Some("99"));
//! ```
//! The module is public for the generators, which must write with the very code that reads, and hidden because nothing of
//! it is promised to others: a new version may pack otherwise.
//!
//! # The bytes
//! All numbers are little-endian. A header of eight bytes: kind, width, place of the separator (0: none), separator, and the
//! count as `u32`. Then, by kind:
//! - **bitmap**, for dense codes of digits: the least value (`u64`), the number of bits (`u32`), the rank before each
//!   block of 512 bits (`u32`), the bits;
//! - **deltas**, for codes of digits of one width: the sizes of a head and of an offset in bytes, then per block of 32
//!   codes its first value and the offset of its body; bodies are the distances to the next codes as varints;
//! - **strings**, for all others: the size of an offset, per block of 16 codes its offset; a body is the first code with
//!   its length, then for each code what it shares with the one before and what follows.
//!
//! Codes of digits may have one separator, the same at the same place in all of them: `01000|0001`.

use compact_str::CompactString;

/// A sorted set of distinct codes, in the order of their bytes.
#[derive(Clone, Copy, Debug)]
pub struct CodeSet<'a> {
    count: usize,
    kind: Kind<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Kind<'a> {
    Bitmap { shape: Shape, least: u64, span: usize, ranks: &'a [u8], bits: &'a [u8] },
    Deltas { shape: Shape, heads: Numbers<'a>, offsets: Numbers<'a>, body: &'a [u8] },
    Strings { offsets: Numbers<'a>, body: &'a [u8] },
}

impl<'a> CodeSet<'a> {
    /// The set of no codes.
    pub const EMPTY: CodeSet<'static> =
        CodeSet { count: 0, kind: Kind::Strings { offsets: Numbers { size: 1, bytes: &[] }, body: &[] } };

    /// The set that [`encode_codes`] wrote; `None` where its header cannot be one.
    pub const fn from_bytes(bytes: &'a [u8]) -> Option<CodeSet<'a>> {
        let Some((&[kind, width, separator_at, separator, a, b, c, d], rest)) = bytes.split_first_chunk() else {
            return None;
        };
        let count = u32::from_le_bytes([a, b, c, d]) as usize;
        let shape = Shape { width, separator_at, separator };
        let kind = match kind {
            BITMAP if shape.is_sound() => {
                let Some((least, rest)) = rest.split_first_chunk() else { return None };
                let Some((span, rest)) = rest.split_first_chunk() else { return None };
                let (least, span) = (u64::from_le_bytes(*least), u32::from_le_bytes(*span) as usize);
                let ranks = span.div_ceil(RANKED);
                let Some((ranks, bits)) = rest.split_at_checked(ranks * 4) else { return None };
                if bits.len() != span.div_ceil(8) || count > span || least.checked_add(span as u64).is_none() {
                    return None;
                }
                Kind::Bitmap { shape, least, span, ranks, bits }
            }
            DELTAS if shape.is_sound() => {
                let Some((&[head, offset], rest)) = rest.split_first_chunk() else { return None };
                let blocks = count.div_ceil(BLOCK);
                let Some((heads, rest)) = Numbers::split(head, blocks, rest) else { return None };
                let Some((offsets, body)) = Numbers::split(offset, blocks, rest) else { return None };
                Kind::Deltas { shape, heads, offsets, body }
            }
            STRINGS => {
                let Some((&[offset], rest)) = rest.split_first_chunk() else { return None };
                let Some((offsets, body)) = Numbers::split(offset, count.div_ceil(FRONT), rest) else { return None };
                Kind::Strings { offsets, body }
            }
            _ => return None,
        };
        Some(CodeSet { count, kind })
    }

    /// How many codes there are.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether the code is one of them.
    pub fn contains(&self, code: &str) -> bool {
        match self.kind {
            Kind::Bitmap { shape, least, span, bits, .. } => {
                shape.value(code).and_then(|value| bit_of(value, least, span)).is_some_and(|bit| is_set(bits, bit))
            }
            _ => self.position(code).is_some(),
        }
    }

    /// The place of a code in the order.
    pub fn position(&self, code: &str) -> Option<usize> {
        match self.kind {
            Kind::Bitmap { shape, least, span, ranks, bits } => {
                let bit = bit_of(shape.value(code)?, least, span)?;
                is_set(bits, bit).then(|| rank(ranks, bits, bit))
            }
            Kind::Deltas { shape, heads, offsets, body } => {
                let wanted = shape.value(code)?;
                let block = last_at_most(heads.len(), |block| heads.get(block).is_some_and(|head| head <= wanted))?;
                let mut deltas = body.get(offsets.index(block)?..)?;
                let (mut value, mut at) = (heads.get(block)?, block * BLOCK);
                let end = self.count.min(at + BLOCK);
                while value < wanted {
                    at += 1;
                    if at >= end {
                        return None;
                    }
                    value = value.checked_add(varint(&mut deltas)?)?;
                }
                (value == wanted).then_some(at)
            }
            Kind::Strings { offsets, body } => {
                let wanted = code.as_bytes();
                let head = |block| Front::new(body, offsets.index(block)?).head();
                let block = last_at_most(offsets.len(), |block| head(block).is_some_and(|head| head <= wanted))?;
                let mut front = Front::new(body, offsets.index(block)?);
                let first = front.head()?;
                let mut at = block * FRONT;
                if first == wanted {
                    return Some(at);
                }
                // How much of the code before is in `wanted`; that code is less than `wanted`.
                let mut matched = common(first, wanted);
                let end = self.count.min(at + FRONT);
                loop {
                    at += 1;
                    if at >= end {
                        return None;
                    }
                    let (shared, rest) = front.next()?;
                    if shared < matched {
                        return None;
                    }
                    if shared == matched {
                        let left = wanted.get(matched..)?;
                        match rest.cmp(left) {
                            std::cmp::Ordering::Less => matched += common(rest, left),
                            std::cmp::Ordering::Equal => return Some(at),
                            std::cmp::Ordering::Greater => return None,
                        }
                    }
                }
            }
        }
    }

    /// How many codes are less than this one, whether it is there or not: where it would stand.
    pub fn lower_bound(&self, code: &str) -> usize {
        last_at_most(self.count, |at| self.get(at).is_some_and(|here| here.as_bytes() < code.as_bytes()))
            .map_or(0, |at| at + 1)
    }

    /// The code at a place of the order.
    pub fn get(&self, index: usize) -> Option<CompactString> {
        if index >= self.count {
            return None;
        }
        self.from(index).next()
    }

    /// Puts the code at a place behind what is in `out`; `None` where there is none, and then `out` may have a part of it.
    pub(crate) fn append(&self, index: usize, out: &mut String) -> Option<()> {
        let Kind::Strings { offsets, body } = self.kind else {
            out.push_str(&self.get(index)?);
            return Some(());
        };
        if index >= self.count {
            return None;
        }
        let mut front = Front::new(body, offsets.index(index / FRONT)?);
        let mut parts = [(0, &[][..]); FRONT];
        let last = index % FRONT;
        parts[0] = (0, front.head()?);
        for part in parts.get_mut(1..=last)? {
            *part = front.next()?;
        }
        // Back to front: each code before gives no more than the next one takes from it.
        let mut pieces = [&[][..]; FRONT];
        let mut need = usize::MAX;
        for (at, (shared, rest)) in parts.iter().enumerate().take(last + 1).rev() {
            if need > *shared {
                pieces[at] = rest.get(..need.checked_sub(*shared)?.min(rest.len()))?;
                need = *shared;
            }
        }
        // A piece may end inside a character, which the next one completes.
        out.push_str(std::str::from_utf8(&pieces.concat()).ok()?);
        Some(())
    }

    /// All codes, in order.
    pub fn iter(&self) -> Codes<'a> {
        self.from(0)
    }

    /// The codes from a place on, in order.
    pub fn from(&self, index: usize) -> Codes<'a> {
        let mut codes = Codes { left: self.count.saturating_sub(index), at: At::Nowhere };
        codes.at = self.reach(index).unwrap_or(At::Nowhere);
        codes
    }

    fn reach(&self, index: usize) -> Option<At<'a>> {
        match self.kind {
            Kind::Bitmap { shape, least, span, ranks, bits } => {
                let before = |block: usize| number(ranks, block * 4, 4).unwrap_or(u64::MAX) as usize;
                let block = last_at_most(ranks.len() / 4, |block| before(block) <= index)?;
                let mut left = index - before(block);
                let mut byte = block * (RANKED / 8);
                while let Some(here) = bits.get(byte).map(|byte| byte.count_ones() as usize)
                    && here <= left
                {
                    left -= here;
                    byte += 1;
                }
                let mut bit = byte * 8;
                while left > 0 {
                    left -= usize::from(is_set(bits, bit));
                    bit += 1;
                }
                Some(At::Bit { shape, least, span, bits, bit })
            }
            Kind::Deltas { shape, heads, offsets, body } => {
                let block = index / BLOCK;
                let mut deltas = body.get(offsets.index(block)?..)?;
                let mut value = heads.get(block)?;
                for _ in 0..index % BLOCK {
                    value = value.checked_add(varint(&mut deltas)?)?;
                }
                Some(At::Value { shape, heads, offsets, body, index, value, deltas })
            }
            Kind::Strings { offsets, body } => {
                let block = index / FRONT;
                let mut front = Front::new(body, offsets.index(block)?);
                let mut code = front.head()?.to_vec();
                for _ in 0..index % FRONT {
                    front.step(&mut code)?;
                }
                Some(At::Text { offsets, body, index, front, code })
            }
        }
    }
}

/// The codes of a set, in order.
#[derive(Clone, Debug)]
pub struct Codes<'a> {
    left: usize,
    at: At<'a>,
}

/// The code that comes next, and how to go on.
#[derive(Clone, Debug)]
enum At<'a> {
    Nowhere,
    Bit {
        shape: Shape,
        least: u64,
        span: usize,
        bits: &'a [u8],
        bit: usize,
    },
    Value {
        shape: Shape,
        heads: Numbers<'a>,
        offsets: Numbers<'a>,
        body: &'a [u8],
        index: usize,
        value: u64,
        deltas: &'a [u8],
    },
    Text {
        offsets: Numbers<'a>,
        body: &'a [u8],
        index: usize,
        front: Front<'a>,
        code: Vec<u8>,
    },
}

impl Iterator for Codes<'_> {
    type Item = CompactString;

    fn next(&mut self) -> Option<CompactString> {
        self.left = self.left.checked_sub(1)?;
        let code = self.at.take();
        if code.is_none() {
            self.left = 0;
        }
        code
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.left))
    }
}

impl At<'_> {
    fn take(&mut self) -> Option<CompactString> {
        match self {
            At::Nowhere => None,
            At::Bit { shape, least, span, bits, bit } => {
                while *bit < *span && !is_set(bits, *bit) {
                    // Long gaps by the byte.
                    *bit += if *bit % 8 == 0 && bits.get(*bit / 8) == Some(&0) { 8 } else { 1 };
                }
                if *bit >= *span {
                    return None;
                }
                let code = shape.code(least.checked_add(*bit as u64)?);
                *bit += 1;
                code
            }
            At::Value { shape, heads, offsets, body, index, value, deltas } => {
                let code = shape.code(*value)?;
                *index += 1;
                // Failing here is failing at the next code; the last one has none.
                let next = if *index % BLOCK == 0 {
                    let block = *index / BLOCK;
                    let start = offsets.index(block).and_then(|offset| body.get(offset..));
                    heads.get(block).zip(start)
                } else {
                    let mut rest = *deltas;
                    varint(&mut rest).and_then(|delta| value.checked_add(delta)).map(|value| (value, rest))
                };
                match next {
                    Some((next, rest)) => (*value, *deltas) = (next, rest),
                    None => *self = At::Nowhere,
                }
                Some(code)
            }
            At::Text { offsets, body, index, front, code } => {
                let text = CompactString::from_utf8(&*code).ok()?;
                *index += 1;
                let next = if *index % FRONT == 0 {
                    offsets.index(*index / FRONT).and_then(|offset| {
                        *front = Front::new(body, offset);
                        *code = front.head()?.to_vec();
                        Some(())
                    })
                } else {
                    front.step(code)
                };
                if next.is_none() {
                    *self = At::Nowhere;
                }
                Some(text)
            }
        }
    }
}

/// Packs codes that are sorted by their bytes and distinct, in the form that takes the least space.
///
/// # Panics
/// If they are not sorted and distinct, or are longer than 65,535 bytes: who calls it sorts them.
pub fn encode_codes(sorted: &[&str]) -> Vec<u8> {
    assert!(sorted.windows(2).all(|pair| pair[0].as_bytes() < pair[1].as_bytes()), "codes are sorted and distinct");
    assert!(sorted.iter().all(|code| code.len() <= LONGEST), "no code is that long");
    let count = u32::try_from(sorted.len()).expect("no catalogue has four thousand million codes");
    let shape = Shape::of(sorted);
    let values = shape.and_then(|shape| sorted.iter().map(|code| shape.value(code)).collect::<Option<Vec<u64>>>());
    let header = |kind, shape: Shape| {
        let mut out = vec![kind, shape.width, shape.separator_at, shape.separator];
        out.extend(count.to_le_bytes());
        out
    };
    let (Some(shape), Some(values)) = (shape, values) else {
        return encode_list(sorted);
    };
    let mut deltas = header(DELTAS, shape);
    encode_deltas(&values, &mut deltas);
    let least = values.first().copied().unwrap_or_default();
    let span = values.last().map_or(0, |last| last - least + 1);
    // A bit per value, and four bytes of rank per 512 of them.
    if (span / 8 + span / 128) as usize + 16 < deltas.len() {
        let mut bitmap = header(BITMAP, shape);
        encode_bitmap(&values, least, span as usize, &mut bitmap);
        return bitmap;
    }
    deltas
}

/// Packs texts in the order given, which need not be sorted: [`CodeSet::get`] reads them, a search does not find them.
pub(crate) fn encode_list(texts: &[&str]) -> Vec<u8> {
    let mut out = vec![STRINGS, 0, 0, 0];
    out.extend(u32::try_from(texts.len()).expect("no list has four thousand million texts").to_le_bytes());
    encode_strings(texts, &mut out);
    out
}

fn encode_bitmap(values: &[u64], least: u64, span: usize, out: &mut Vec<u8>) {
    let mut bits = vec![0u8; span.div_ceil(8)];
    for value in values {
        let bit = (value - least) as usize;
        bits[bit / 8] |= 1 << (bit % 8);
    }
    out.extend(least.to_le_bytes());
    out.extend((span as u32).to_le_bytes());
    let mut rank = 0u32;
    for block in bits.chunks(RANKED / 8) {
        out.extend(rank.to_le_bytes());
        rank += block.iter().map(|byte| byte.count_ones()).sum::<u32>();
    }
    out.extend(bits);
}

fn encode_deltas(values: &[u64], out: &mut Vec<u8>) {
    let (mut heads, mut offsets, mut body) = (Vec::new(), Vec::new(), Vec::new());
    for block in values.chunks(BLOCK) {
        heads.push(block[0]);
        offsets.push(body.len() as u64);
        for pair in block.windows(2) {
            push_varint(pair[1] - pair[0], &mut body);
        }
    }
    let (head, offset) = (size_of_numbers(&heads), size_of_numbers(&offsets));
    out.extend([head, offset]);
    push_numbers(&heads, head, out);
    push_numbers(&offsets, offset, out);
    out.extend(body);
}

fn encode_strings(sorted: &[&str], out: &mut Vec<u8>) {
    let (mut offsets, mut body) = (Vec::new(), Vec::new());
    for block in sorted.chunks(FRONT) {
        offsets.push(body.len() as u64);
        push_varint(block[0].len() as u64, &mut body);
        body.extend(block[0].as_bytes());
        for pair in block.windows(2) {
            let shared = common(pair[0].as_bytes(), pair[1].as_bytes());
            let rest = &pair[1].as_bytes()[shared..];
            // Both lengths in one byte where they are short.
            match u8::try_from(shared << 4 | rest.len()) {
                Ok(both) if rest.len() < 16 && both != u8::MAX => body.push(both),
                _ => {
                    body.push(u8::MAX);
                    push_varint(shared as u64, &mut body);
                    push_varint(rest.len() as u64, &mut body);
                }
            }
            body.extend(rest);
        }
    }
    let offset = size_of_numbers(&offsets);
    out.push(offset);
    push_numbers(&offsets, offset, out);
    out.extend(body);
}

/// Codes of digits of one width, perhaps with a separator.
#[derive(Clone, Copy, Debug)]
struct Shape {
    width: u8,
    separator_at: u8,
    separator: u8,
}

impl Shape {
    const fn is_sound(self) -> bool {
        let digits = if self.separator_at == 0 { self.width } else { self.width.saturating_sub(1) };
        digits > 0
            && digits <= DIGITS
            && (self.separator_at == 0 || self.separator_at < self.width)
            && self.separator.is_ascii()
    }

    /// The shape that all codes have.
    fn of(codes: &[&str]) -> Option<Shape> {
        let first = codes.first()?.as_bytes();
        let mut others = (0..first.len()).filter(|at| !first[*at].is_ascii_digit());
        let at = others.next();
        if others.next().is_some() {
            return None;
        }
        let shape = Shape {
            width: u8::try_from(first.len()).ok()?,
            separator_at: u8::try_from(at.unwrap_or(0)).ok()?,
            separator: at.map_or(0, |at| first[at]),
        };
        (shape.is_sound() && at != Some(0)).then_some(shape)
    }

    /// The number that a code of this shape is.
    #[inline]
    fn value(self, code: &str) -> Option<u64> {
        let code = code.as_bytes();
        if code.len() != usize::from(self.width) {
            return None;
        }
        let mut value = 0u64;
        for (at, byte) in code.iter().enumerate() {
            if self.separator_at != 0 && at == usize::from(self.separator_at) {
                if *byte != self.separator {
                    return None;
                }
                continue;
            }
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            // At most 18 digits: no overflow.
            value = value * 10 + u64::from(digit);
        }
        Some(value)
    }

    fn code(self, mut value: u64) -> Option<CompactString> {
        // 18 digits and a separator.
        let mut text = [0u8; DIGITS as usize + 1];
        let text = text.get_mut(..usize::from(self.width))?;
        for (at, byte) in text.iter_mut().enumerate().rev() {
            if self.separator_at != 0 && at == usize::from(self.separator_at) {
                *byte = self.separator;
            } else {
                *byte = b'0' + (value % 10) as u8;
                value /= 10;
            }
        }
        if value != 0 {
            return None;
        }
        CompactString::from_utf8(text).ok()
    }
}

/// Numbers of a fixed number of bytes each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers<'a> {
    size: u8,
    bytes: &'a [u8],
}

impl<'a> Numbers<'a> {
    pub(crate) const fn split(size: u8, count: usize, bytes: &'a [u8]) -> Option<(Numbers<'a>, &'a [u8])> {
        if size == 0 || size > 8 {
            return None;
        }
        let Some(length) = count.checked_mul(size as usize) else { return None };
        match bytes.split_at_checked(length) {
            Some((bytes, rest)) => Some((Numbers { size, bytes }, rest)),
            None => None,
        }
    }

    pub(crate) const fn len(self) -> usize {
        self.bytes.len() / self.size as usize
    }

    #[inline]
    pub(crate) fn get(self, index: usize) -> Option<u64> {
        let size = usize::from(self.size);
        number(self.bytes, index.checked_mul(size)?, size)
    }

    pub(crate) fn index(self, index: usize) -> Option<usize> {
        self.get(index).and_then(|number| usize::try_from(number).ok())
    }
}

/// A block of front-coded strings.
#[derive(Clone, Copy, Debug)]
struct Front<'a>(&'a [u8]);

impl<'a> Front<'a> {
    fn new(body: &'a [u8], offset: usize) -> Self {
        Front(body.get(offset..).unwrap_or_default())
    }

    fn head(&mut self) -> Option<&'a [u8]> {
        let length = varint(&mut self.0)?;
        self.bytes(length)
    }

    /// What the next code shares with the one before, and what follows.
    fn next(&mut self) -> Option<(usize, &'a [u8])> {
        let (both, rest) = self.0.split_first()?;
        self.0 = rest;
        let (shared, length) = match *both {
            u8::MAX => (varint(&mut self.0)?, varint(&mut self.0)?),
            both => (u64::from(both >> 4), u64::from(both & 15)),
        };
        Some((usize::try_from(shared).ok()?, self.bytes(length)?))
    }

    /// Makes the code before the next one.
    fn step(&mut self, code: &mut Vec<u8>) -> Option<()> {
        let (shared, rest) = self.next()?;
        if shared > code.len() {
            return None;
        }
        code.truncate(shared);
        code.extend_from_slice(rest);
        // Hostile blocks cannot make codes longer than honest ones.
        (code.len() <= LONGEST).then_some(())
    }

    fn bytes(&mut self, length: u64) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(bytes)
    }
}

/// The last of `count` places for which `holds` does, where it holds for a first part of them.
pub(crate) fn last_at_most(count: usize, holds: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { low = middle + 1 } else { high = middle }
    }
    low.checked_sub(1)
}

#[inline]
fn bit_of(value: u64, least: u64, span: usize) -> Option<usize> {
    value.checked_sub(least).and_then(|bit| usize::try_from(bit).ok()).filter(|bit| *bit < span)
}

#[inline]
fn is_set(bits: &[u8], bit: usize) -> bool {
    bits.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
}

/// How many bits are set before this one.
fn rank(ranks: &[u8], bits: &[u8], bit: usize) -> usize {
    let block = bit / RANKED;
    let before = number(ranks, block * 4, 4).unwrap_or_default() as usize;
    let whole = bits.get(block * (RANKED / 8)..bit / 8).unwrap_or_default();
    let whole: u32 = whole
        .chunks(8)
        .map(|bytes| {
            let mut word = [0; 8];
            word[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(word).count_ones()
        })
        .sum();
    let partial = bits.get(bit / 8).map_or(0, |byte| (byte & ((1 << (bit % 8)) - 1)).count_ones());
    before + (whole + partial) as usize
}

#[inline]
pub(crate) fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    // Most numbers are not the last ones: read eight bytes and cut.
    if let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*word);
        return Some(if size >= 8 { word } else { word & ((1 << (size * 8)) - 1) });
    }
    let bytes = bytes.get(at..at.checked_add(size)?)?;
    let mut word = [0; 8];
    word.get_mut(..size)?.copy_from_slice(bytes);
    Some(u64::from_le_bytes(word))
}

pub(crate) fn size_of_numbers(numbers: &[u64]) -> u8 {
    let most = numbers.iter().copied().max().unwrap_or_default();
    (8 - most.leading_zeros() as u8 / 8).max(1)
}

pub(crate) fn push_numbers(numbers: &[u64], size: u8, out: &mut Vec<u8>) {
    for number in numbers {
        out.extend_from_slice(&number.to_le_bytes()[..usize::from(size)]);
    }
}

/// Seven bits a byte, the least first; the highest bit says that more follow.
pub(crate) fn push_varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[inline]
pub(crate) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn common(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

const BITMAP: u8 = 1;
const DELTAS: u8 = 2;
const STRINGS: u8 = 3;
/// Bits between two ranks.
const RANKED: usize = 512;
/// Codes in a block of deltas.
const BLOCK: usize = 32;
/// Codes in a block of strings.
const FRONT: usize = 16;
/// As many digits as a `u64` surely holds.
const DIGITS: u8 = 18;
const LONGEST: usize = u16::MAX as usize;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn agrees(codes: &BTreeSet<String>, strangers: &[String]) -> Result<(), TestCaseError> {
        let sorted: Vec<&str> = codes.iter().map(String::as_str).collect();
        let bytes = encode_codes(&sorted);
        let set = CodeSet::from_bytes(&bytes).expect("what was encoded is a set");
        prop_assert_eq!(set.len(), codes.len());
        for (at, code) in sorted.iter().enumerate() {
            prop_assert_eq!(set.position(code), Some(at), "{}", code);
            prop_assert!(set.contains(code));
            prop_assert_eq!(set.lower_bound(code), at);
            let got = set.get(at);
            prop_assert_eq!(got.as_deref(), Some(*code));
            let mut text = String::from("before ");
            prop_assert_eq!(set.append(at, &mut text), Some(()));
            prop_assert_eq!(text.strip_prefix("before "), Some(*code));
        }
        for stranger in strangers {
            let expected = sorted.binary_search(&stranger.as_str());
            prop_assert_eq!(set.position(stranger), expected.ok());
            prop_assert_eq!(set.contains(stranger), expected.is_ok());
            prop_assert_eq!(set.lower_bound(stranger), expected.unwrap_or_else(|at| at));
        }
        let all: Vec<CompactString> = set.iter().collect();
        prop_assert!(all.iter().map(CompactString::as_str).eq(sorted.iter().copied()));
        prop_assert_eq!(set.get(codes.len()), None);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn digits_of_one_width(codes in prop::collection::btree_set("[0-9]{5}", 0..400), others in prop::collection::vec("[0-9]{4,6}|[0-9]{5}", 50)) {
            agrees(&codes, &others)?;
        }

        #[test]
        fn sparse_digits_and_a_separator(codes in prop::collection::btree_set("[0-9]{9}\\|[0-9]{9}", 0..200), others in prop::collection::vec("[0-9]{9}[|x][0-9]{9}", 20)) {
            agrees(&codes, &others)?;
        }

        #[test]
        fn dense_runs(start in 0u32..90_000, steps in prop::collection::vec(1u32..4, 0..1500)) {
            let mut at = start;
            let codes = steps.iter().map(|step| { at += step; format!("{at:05}") }).filter(|code| code.len() == 5).collect();
            agrees(&codes, &[format!("{start:05}"), "00000".into(), "99999".into()])?;
        }

        #[test]
        fn any_text(codes in prop::collection::btree_set("[A-C0-2ñ|]{0,6}|.{0,40}", 0..200), others in prop::collection::vec("[A-C0-2ñ|]{0,6}", 50)) {
            agrees(&codes, &others)?;
        }

        #[test]
        fn hostile_bytes_never_panic(kind in 0u8..5, head in prop::collection::vec(any::<u8>(), 0..24), body in prop::collection::vec(any::<u8>(), 0..600), code in "[0-9]{5}|.{0,8}") {
            let mut bytes = vec![kind];
            bytes.extend(head);
            bytes.extend(body);
            never_panics(&bytes, &code);
        }

        #[test]
        fn damaged_sets_never_panic(codes in prop::collection::btree_set("[0-9]{5}|[A-Z]{1,20}", 0..200), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in 0usize..64, code in "[0-9]{5}|[A-Z]{1,8}") {
            for digits in [true, false] {
                let sorted: Vec<&str> = codes.iter().map(String::as_str).filter(|code| !digits || code.len() == 5).collect();
                let mut bytes = encode_codes(&sorted);
                let index = at.index(bytes.len());
                bytes[index] = byte;
                never_panics(&bytes, &code);
                bytes.truncate(bytes.len() - cut.min(bytes.len()));
                never_panics(&bytes, &code);
            }
        }
    }

    fn never_panics(bytes: &[u8], code: &str) {
        if let Some(set) = CodeSet::from_bytes(bytes) {
            let _ = (set.position(code), set.contains(code), set.lower_bound(code));
            let _ = set.iter().take(10_000).count();
            for index in [0, 1, 31, 32, 33, 511, 512, set.len() / 2, set.len().saturating_sub(1), set.len(), usize::MAX]
            {
                let _ = (set.get(index), set.append(index, &mut String::new()));
            }
        }
    }

    /// The sizes that the choice of a form is made for: a bit per dense postal code, a byte per product.
    #[test]
    fn the_smallest_form_is_taken() {
        let postal: Vec<String> =
            (1_000..99_999).filter(|code| code % 20 != 0).map(|code| format!("{code:05}")).collect();
        let postal: Vec<&str> = postal.iter().map(String::as_str).collect();
        assert_eq!(encode_codes(&postal)[0], BITMAP);
        assert!(encode_codes(&postal).len() < 14_000);
        let products: Vec<String> =
            (0..500).flat_map(|class| (0..20).map(move |i| format!("{:08}", 10_101_500 + class * 700 + i))).collect();
        let products: Vec<&str> = products.iter().map(String::as_str).collect();
        assert_eq!(encode_codes(&products)[0], DELTAS);
        assert!(encode_codes(&products).len() < products.len() * 3 / 2);
        assert_eq!(encode_codes(&["A", "B1"])[0], STRINGS);
        assert!(CodeSet::from_bytes(&encode_codes(&[])).unwrap().is_empty());
        assert!(CodeSet::EMPTY.is_empty() && CodeSet::EMPTY.position("A").is_none() && CodeSet::EMPTY.get(0).is_none());
    }

    #[test]
    fn a_set_can_be_a_constant() {
        const BYTES: &[u8] = &[STRINGS, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, b'A'];
        const SET: CodeSet<'static> = CodeSet::from_bytes(BYTES).unwrap();
        assert_eq!(SET.position("A"), Some(0));
    }
}
