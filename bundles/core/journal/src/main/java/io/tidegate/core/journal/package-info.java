/**
 * The journal and the ledgers on one SQLite file: one writer thread, group commit, readers on
 * connections of their own.
 */
package io.tidegate.core.journal;
