package org.clawdbot.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.clawdbot.api.host.StateFolder;
import org.osgi.framework.Constants;

/** The properties that Felix, SCR, ConfigAdmin, File Install and Gogo are started with. */
final class FrameworkSettings {

    /** Level of the bundles in the user's own {@code deploy} folder: after all of ours. */
    static final int DEPLOY_LEVEL = 4;

    /** Level of a host that stays: with console and watched folder. */
    static final int RUN_LEVEL = 9;

    private FrameworkSettings() {}

    static Map<String, Object> forCommand(Path cache, LogLevels levels) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, cache.resolve("framework").toString());
        settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(DEPLOY_LEVEL));
        // The cache folder has a lock of its own.
        settings.put("felix.cache.locking", "false");
        // Nobody relies on the id of the framework being hard to guess.
        settings.put("felix.uuid.secure", "false");
        settings.put("felix.bootdelegation.implicit", "false");
        settings.put("felix.log.logger", new FrameworkLogger(levels));
        settings.put("felix.log.level", String.valueOf(levels.forFelix()));
        // What SCR says at INFO is the same at each start: worth a line for a host that stays, or if asked for.
        settings.put("org.osgi.service.log.admin.loglevel", levels.echo() ? levels.forOsgiLog() : "WARN");
        // Configurations come from the configuration file at each start; nothing secret is to reach the cache.
        settings.put("felix.cm.pm", "memory");
        return settings;
    }

    static Map<String, Object> forRun(Path cache, LogLevels levels, StateFolder state, RunOptions options, Path home)
            throws IOException {
        Map<String, Object> settings = forCommand(cache, levels);
        settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(RUN_LEVEL));
        settings.put("org.osgi.service.log.admin.loglevel", levels.forOsgiLog());
        settings.put("felix.fileinstall.dir", state.createFolder("deploy").toString());
        settings.put("felix.fileinstall.tmpdir", cache.resolve("fileinstall").toString());
        settings.put("felix.fileinstall.filter", "[^.].*\\.(jar|cfg|config)");
        settings.put("felix.fileinstall.poll", "500");
        settings.put("felix.fileinstall.noInitialDelay", "true");
        settings.put("felix.fileinstall.start.level", String.valueOf(DEPLOY_LEVEL));
        // Never rewrite the user's files: a kill at that moment would leave them empty.
        settings.put("felix.fileinstall.enableConfigSave", "false");
        settings.put("felix.fileinstall.log.level", "3");
        settings.put("felix.fileinstall.log.default", "jul");
        // Gogo's own profile fails without a console, and greets in one: etc/gosh_profile is read instead of it.
        settings.put("gosh.home", home.toString());
        // The history would go to the home of the user, and so would a key that was typed.
        settings.put("gosh.args", options.console() ? "--nohistory" : "--nohistory --nointeractive");
        return settings;
    }
}
