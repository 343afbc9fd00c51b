package org.clawdbot.itests.host;

class FelixRestartIT extends RestartTests {}
