/**
 * The HTTP API under {@code /api/v1}: commands, wishes, what the site is doing, metrics, health.
 */
package io.tidegate.admin.rest;
