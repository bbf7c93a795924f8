/** DIN 70121, the SECC's side: the language, around the machine of the classic dialects. */
package io.tidegate.charging.din70121;
