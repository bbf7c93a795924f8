/** The built distribution as a process of its own, as an operator runs it, and its REST API. */
package io.tidegate.itests.harness;
