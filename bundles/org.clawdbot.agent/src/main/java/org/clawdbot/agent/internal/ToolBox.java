package org.clawdbot.agent.internal;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.clawdbot.api.tool.AgentTool;
import org.jspecify.annotations.Nullable;

/** The tools that are registered now, one for each name. */
final class ToolBox {

    private static final System.Logger LOG = System.getLogger(ToolBox.class.getName());
    private static final String ID = "service.id";
    private static final String RANKING = "service.ranking";

    private final Map<Long, Registered> registered = new ConcurrentHashMap<>();

    void add(AgentTool tool, Map<String, Object> properties) {
        String name;
        try {
            name = tool.definition().name();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "The tool " + tool.getClass().getName() + " cannot describe itself", failure);
            return;
        }
        Registered added = new Registered(name, ranking(properties), id(properties), tool);
        registered.put(added.id(), added);
        List<Registered> rivals = named(name);
        if (rivals.size() > 1) {
            LOG.log(
                    Level.WARNING,
                    "{0} tools are named \"{1}\"; {2} is used because it has the highest ranking",
                    rivals.size(),
                    name,
                    rivals.get(0).tool().getClass().getName());
        }
    }

    void remove(Map<String, Object> properties) {
        registered.remove(id(properties));
    }

    /** Gives the tools of these names, or all of them; in the order of the names. */
    Map<String, AgentTool> choose(@Nullable List<String> names) {
        Map<String, AgentTool> all = new TreeMap<>();
        registered.values().stream()
                .sorted(Registered.BEST_FIRST)
                .forEach(entry -> all.putIfAbsent(entry.name(), entry.tool()));
        if (names == null) {
            return all;
        }
        Map<String, AgentTool> chosen = new LinkedHashMap<>();
        for (String name : names) {
            AgentTool tool = all.get(name);
            if (tool == null) {
                throw new IllegalArgumentException("This host has no tool named \"" + name + "\"; it has "
                        + (all.isEmpty() ? "none" : String.join(", ", all.keySet())));
            }
            chosen.put(name, tool);
        }
        return chosen;
    }

    private List<Registered> named(String name) {
        return registered.values().stream()
                .filter(entry -> entry.name().equals(name))
                .sorted(Registered.BEST_FIRST)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static int ranking(Map<String, Object> properties) {
        return properties.get(RANKING) instanceof Integer ranking ? ranking : 0;
    }

    private static Long id(Map<String, Object> properties) {
        return properties.get(ID) instanceof Long id ? id : Long.valueOf(0);
    }

    private record Registered(String name, int ranking, Long id, AgentTool tool) {

        static final Comparator<Registered> BEST_FIRST =
                Comparator.comparingInt(Registered::ranking).reversed().thenComparing(Registered::id);
    }
}
