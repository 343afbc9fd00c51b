package org.clawdbot.testkit.simulator.chat;

/**
 * A call the engine makes.
 *
 * @param id as on the wire
 * @param name the function
 * @param arguments text that should be JSON
 */
record ToolCall(String id, String name, String arguments) {}
