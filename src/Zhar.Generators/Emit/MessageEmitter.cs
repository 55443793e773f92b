using Zhar.Generators.Model;

namespace Zhar.Generators.Emit;

/// <summary>Writes a message class per handler: the queue entry and the arguments in one object.</summary>
internal static class MessageEmitter
{
    public static void Emit(SourceWriter w, ServerModel server)
    {
        foreach (var call in server.Calls)
            EmitCall(w, server, call);
        foreach (var cast in server.Casts)
            EmitCast(w, server, cast);
        foreach (var tick in server.Ticks)
            EmitTick(w, server, tick);
    }

    private static void EmitCall(SourceWriter w, ServerModel server, HandlerModel call)
    {
        var parameters = call.ClientParameters();
        var type = call.MessageType;
        w.Open($"private sealed class {type} : {Code.Runtime}{(call.ReplyType is null ? "UnitCallMessage" : $"CallMessage<{call.ReplyType}>")}");
        Fields(w, parameters);

        w.Line($"private static readonly {Code.Runtime}SparePool __spares = new {Code.Runtime}SparePool();")
            .Line()
            .Line($"internal static {type} __Rent() => ({type}?)__spares.Take() ?? new {type}();")
            .Line();

        if (call.RunsInline)
            w.Line("public override bool CanRunInline => true;").Line();

        // After Reply the object may already carry another caller's request: nothing of it is touched any more.
        Invoke(w, server, CallBody(call, $"__server.{call.Method}({HandlerArguments(call)})"));

        w.Open($"protected override {Code.Runtime}CallMessage Copy()")
            .Line($"var copy = new {type}();");
        for (var i = 0; i < parameters.Count; i++)
            w.Line($"copy.Arg{i} = Arg{i};");
        w.Line("return copy;").Close().Line();

        w.Open("protected override void Recycle()");
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].HoldsReferences)
                w.Line($"Arg{i} = default!;");
        }

        w.Line("__spares.Put(this);").Close().Line();
        Text(w, call.Method, parameters.Count);
        w.Close().Line();
    }

    private static string CallBody(HandlerModel call, string invoke)
    {
        if (call.Parameters.Any(p => p.IsFrom))
            return Code.Run(call.Shape, "__server.", invoke);
        return call.Shape switch
        {
            HandlerShape.Value => $"Reply({invoke}); return default;",
            HandlerShape.CallResult => $"Reply(server, {invoke}); return default;",
            HandlerShape.ValueTaskOfValue or HandlerShape.TaskOfValue => $"return Reply({invoke});",
            HandlerShape.ValueTaskOfCallResult => $"return Reply(server, {invoke});",
            HandlerShape.TaskOfCallResult => $"return Reply(server, new {Code.ValueTask}<global::Zhar.CallResult<{call.ReplyType}>>({invoke}));",
            HandlerShape.Void => $"{invoke}; Reply(default(global::Zhar.Unit)); return default;",
            HandlerShape.ValueTask => $"return ReplyWhenDone({invoke});",
            HandlerShape.Task => $"return ReplyWhenDone(new {Code.ValueTask}({invoke}));",
            _ => throw new InvalidOperationException($"A call has the shape {call.Shape}. Please report this."),
        };
    }

    private static string HandlerArguments(HandlerModel call)
    {
        var next = 0;
        return string.Join(", ", call.Parameters.Select(p => p.IsFrom ? "TakeFrom(server)" : $"Arg{next++}"));
    }

    private static void EmitCast(SourceWriter w, ServerModel server, HandlerModel cast)
    {
        var parameters = cast.ClientParameters();
        w.Open($"private sealed class {cast.MessageType} : {Code.Runtime}CastMessage");
        Fields(w, parameters);
        Invoke(w, server, Code.Run(cast.Shape, "__server.", $"__server.{cast.Method}({HandlerArguments(cast)})"));
        Text(w, cast.Method, parameters.Count);
        w.Close().Line();
    }

    private static void EmitTick(SourceWriter w, ServerModel server, HandlerModel tick)
    {
        w.Open($"private sealed class {tick.MessageType} : {Code.Runtime}TickMessage");
        Invoke(w, server, Code.Run(tick.Shape, "__server.", $"__server.{tick.Method}()"));
        w.Line($"public override {Code.Runtime}TickMessage Again() => new {tick.MessageType}();").Line();
        Text(w, tick.Method, 0);
        w.Close().Line();
    }

    private static void Fields(SourceWriter w, List<ParameterModel> parameters)
    {
        for (var i = 0; i < parameters.Count; i++)
            w.Line($"public {parameters[i].Type} Arg{i} = default!;");
        if (parameters.Count > 0)
            w.Line();
    }

    private static void Invoke(SourceWriter w, ServerModel server, string body) => w
        .Open($"protected override {Code.ValueTask} Invoke({Code.GenServer} server)")
        .Line($"var __server = ({server.Type})server;")
        .Line(body)
        .Close()
        .Line();

    private static void Text(SourceWriter w, string method, int count)
    {
        method = method.TrimStart('@');
        var arguments = string.Join(" + \", \" + ", Enumerable.Range(0, count).Select(i => $"{Code.Runtime}ArgumentText.Show(Arg{i})"));
        w.Line(count == 0
            ? $"public override string ToString() => \"{method}()\";"
            : $"public override string ToString() => \"{method}(\" + {arguments} + \")\";");
    }
}
