using Zhar.Generators.Model;

namespace Zhar.Generators.Emit;

/// <summary>Writes the overrides that find the handler of a plain message, of a continue step, and of the ticks.</summary>
internal static class DispatchEmitter
{
    public static void Emit(SourceWriter w, ServerModel server)
    {
        w.Line($"protected override bool HasAsyncHandlers => {(server.HasAsyncHandlers ? "true" : "false")};").Line();
        EmitSwitch(w, "DispatchInfo", "message", server.Infos, "return Apply(HandleInfo(message));");
        EmitSwitch(w, "DispatchContinue", "step", server.Continues, "return base.DispatchContinue(step);");
        EmitTicks(w, server);
    }

    private static void EmitSwitch(SourceWriter w, string method, string argument, EquatableArray<HandlerModel> handlers, string otherwise)
    {
        if (handlers.Count == 0)
            return;
        w.Open($"protected override {Code.ValueTask} {method}(object {argument})").Open($"switch ({argument})");
        for (var i = 0; i < handlers.Count; i++)
        {
            var handler = handlers[i];
            w.Line($"case {handler.MessageType} __m{i}:")
                .Line("    " + Code.Run(handler.Shape, "", $"{handler.Method}(__m{i})"));
        }

        w.Line("default:").Line("    " + otherwise).Close().Close().Line();
    }

    private static void EmitTicks(SourceWriter w, ServerModel server)
    {
        if (server.Ticks.Count == 0)
            return;
        w.Open("protected override void StartTicks()");
        foreach (var tick in server.Ticks)
            w.Line($"StartTick({Parsing.Literals.Write(tick.Interval!)}, new {tick.MessageType}());"); // a tick has an interval
        w.Close().Line();
    }
}
