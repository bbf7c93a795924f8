/** Messages of ISO 15118-20, ISO 15118-2 and DIN 70121 in EXI: records and their codec. */
package io.tidegate.codec.exi.iso15118;
