/**
 * The SECC's side of ISO 15118-20, AC and DC, with bidirectional power: a pure machine ({@code
 * Secc}) of one class a phase, and the component that offers it.
 */
package io.tidegate.charging.iso15118.v20;
