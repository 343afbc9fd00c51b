package org.clawdbot.itests.host;

import org.junit.jupiter.api.Tag;

@Tag("equinox")
class EquinoxRestartIT extends RestartTests {}
