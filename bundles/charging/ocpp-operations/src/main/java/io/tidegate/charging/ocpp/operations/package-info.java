/** What an operator does with OCPP stations, over the commands and listeners of the dialects. */
package io.tidegate.charging.ocpp.operations;
