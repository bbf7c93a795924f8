/** ISO 15118-2, the SECC's side: the language, around the machine of the classic dialects. */
package io.tidegate.charging.iso15118.v2;
