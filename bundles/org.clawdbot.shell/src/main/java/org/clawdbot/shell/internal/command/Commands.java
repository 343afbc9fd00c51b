package org.clawdbot.shell.internal.command;

import static org.clawdbot.shell.internal.cli.CommandNode.group;
import static org.clawdbot.shell.internal.cli.CommandNode.leaf;

import org.clawdbot.shell.internal.cli.CommandNode;
import org.clawdbot.shell.internal.demo.DemoCommand;

/** All commands. */
public final class Commands {

    /** The whole tree. */
    public static final CommandNode TREE = group(
            "clawdbot",
            RootCommand::new,
            leaf("onboard", OnboardCommand::new),
            leaf("agent", AgentCommand::new),
            leaf("chat", ChatCommand::new),
            group(
                    "sessions",
                    GroupCommand.Sessions::new,
                    leaf("list", SessionsListCommand::new),
                    leaf("show", SessionsShowCommand::new),
                    leaf("export", SessionsExportCommand::new),
                    leaf("delete", SessionsDeleteCommand::new)),
            group(
                    "models",
                    GroupCommand.Models::new,
                    leaf("list", ModelsListCommand::new),
                    leaf("status", ModelsStatusCommand::new),
                    leaf("pick", ModelsPickCommand::new),
                    leaf("set", ModelsSetCommand::new),
                    leaf("refresh", ModelsRefreshCommand::new),
                    leaf("usage", ModelsUsageCommand::new),
                    group(
                            "cooldowns",
                            GroupCommand.Cooldowns::new,
                            leaf("list", CooldownsCommand.Show::new),
                            leaf("clear", CooldownsCommand.Clear::new)),
                    group(
                            "fallbacks",
                            GroupCommand.Fallbacks::new,
                            leaf("list", FallbacksCommand.Show::new),
                            leaf("add", FallbacksCommand.Add::new),
                            leaf("remove", FallbacksCommand.Remove::new),
                            leaf("clear", FallbacksCommand.Clear::new)),
                    group(
                            "aliases",
                            GroupCommand.Aliases::new,
                            leaf("list", AliasesCommand.Show::new),
                            leaf("add", AliasesCommand.Add::new),
                            leaf("remove", AliasesCommand.Remove::new)),
                    group(
                            "auth",
                            GroupCommand.Auth::new,
                            leaf("login", AuthLoginCommand::new),
                            leaf("status", AuthStatusCommand::new),
                            leaf("refresh", AuthRefreshCommand::new),
                            leaf("logout", AuthLogoutCommand::new),
                            group(
                                    "order",
                                    GroupCommand.Order::new,
                                    leaf("get", AuthOrderCommand.Show::new),
                                    leaf("set", AuthOrderCommand.Set::new),
                                    leaf("clear", AuthOrderCommand.Clear::new)))),
            leaf("account", AccountCommand::new),
            leaf("doctor", DoctorCommand::new),
            leaf("run", RunCommand::new),
            leaf("completion", CompletionCommand::new),
            leaf("demo", DemoCommand::new),
            leaf("simulator", SimulatorCommand::new));

    private Commands() {}
}
