//! Mexican tax of a line: which treatment the law gives it, and the arithmetic by which SAT checks it.
