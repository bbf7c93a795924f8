/** The launcher's counterpart inside the container, spoken to in types of the JDK alone. */
package io.tidegate.admin.command.line;
