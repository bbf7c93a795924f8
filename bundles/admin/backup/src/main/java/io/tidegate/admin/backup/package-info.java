/** Copies of a whole home, and homes made of copies. */
package io.tidegate.admin.backup;
