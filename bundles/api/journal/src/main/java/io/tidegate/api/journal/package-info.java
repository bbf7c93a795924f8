/**
 * The durable truth: journal of inputs and decisions, ledger of commands and transactions, small
 * durable state.
 */
@Export
@Version("1.1.0")
package io.tidegate.api.journal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
