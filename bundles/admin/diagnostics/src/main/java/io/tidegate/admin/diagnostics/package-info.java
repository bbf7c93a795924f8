/** Gathers what an operator or supporter needs to know of the whole gateway. */
package io.tidegate.admin.diagnostics;
