/** The EXI codec beside EXIficient. */
package io.tidegate.bench.exi;
