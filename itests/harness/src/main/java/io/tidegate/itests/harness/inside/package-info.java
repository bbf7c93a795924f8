/** What a test lets run within the gateway's own process, as a bundle beside the shipped ones. */
package io.tidegate.itests.harness.inside;
