/** The live page. */
package io.tidegate.admin.console;
