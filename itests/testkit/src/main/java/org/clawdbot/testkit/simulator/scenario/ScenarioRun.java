package org.clawdbot.testkit.simulator.scenario;

/** A scenario being played: it counts how often each rule was met. Thread safe; can be replaced at run time. */
public final class ScenarioRun {

    private Scenario scenario;
    private int[] met;

    /**
     * Begins with a scenario.
     *
     * @param scenario the first one
     */
    public ScenarioRun(Scenario scenario) {
        this.scenario = scenario;
        this.met = new int[scenario.rules().size()];
    }

    /**
     * Replaces the scenario and begins to count anew.
     *
     * @param next the new one
     */
    public synchronized void load(Scenario next) {
        scenario = next;
        met = new int[next.rules().size()];
    }

    /**
     * The behaviour for a request; counts it.
     *
     * @param facts about the request
     * @param stage the stage it has reached
     * @return the deciding rule's behaviour over the defaults; the defaults count at the engine stage only
     */
    public synchronized Behaviour decide(Facts facts, Rule.Stage stage) {
        for (int i = 0; i < met.length; i++) {
            Rule rule = scenario.rules().get(i);
            if (rule.stage() != stage || !rule.fits(facts)) {
                continue;
            }
            if (rule.times() > 0 && rule.nth() == 0 && met[i] >= rule.times()) {
                continue;
            }
            met[i]++;
            boolean used = rule.nth() == 0 || (met[i] >= rule.nth() && met[i] < rule.nth() + Math.max(1, rule.times()));
            if (used) {
                return stage == Rule.Stage.ENGINE ? rule.then().orElse(scenario.defaults()) : rule.then();
            }
        }
        return stage == Rule.Stage.ENGINE ? scenario.defaults() : Behaviour.normal();
    }
}
