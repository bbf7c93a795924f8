/** Boards of chargers over serial lines and TCP, as devices. */
package io.tidegate.hardware.charger.board;
