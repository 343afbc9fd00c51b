package org.clawdbot.models.internal;

/**
 * What follows from the settings: made when they change, and not for each request, which needs all of it.
 *
 * @param settings the settings
 * @param models chooses models
 * @param credentials sorts credentials
 * @param budget what may be spent
 */
record Decisions(FacadeSettings settings, ModelChoice models, CredentialOrder credentials, Budget budget) {}
