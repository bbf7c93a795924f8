/** A charger's board as a TCP server, and the plug that a simulated vehicle is connected with. */
package io.tidegate.sim.board;
