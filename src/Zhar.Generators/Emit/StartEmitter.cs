using Zhar.Generators.Model;

namespace Zhar.Generators.Emit;

/// <summary>Writes <c>Name</c>, <c>StartLink</c> and its kin, <c>Child</c>, and the start data that a supervisor keeps.</summary>
internal static class StartEmitter
{
    public static void Emit(SourceWriter w, ServerModel server)
    {
        if (!server.Declared.Contains("Name"))
        {
            w.Line("/// <summary>The name that this server has by default.</summary>")
                .Line($"public static {Code.ServerName} Name {{ get; }} = {Code.ServerName}.Of<{server.Type}>();")
                .Line();
        }

        for (var i = 0; i < server.Inits.Count; i++)
        {
            EmitStarts(w, server, server.Inits[i], $"__Start{i}");
            EmitStart(w, server, server.Inits[i], $"__Start{i}");
        }
    }

    private static void EmitStarts(SourceWriter w, ServerModel server, InitModel init, string start)
    {
        var parameters = init.Parameters.ToList();
        var name = Code.Free("name", "server", parameters);
        var options = Code.Free("options", "start", parameters);
        var data = $"new {start}({Code.Arguments(parameters)})";

        foreach (var (method, linked) in new[] { ("StartLink", true), ("Start", false) })
        {
            var from = linked ? "linked to the current process" : "without a link";
            if (!server.Declared.Contains(method))
            {
                Each($"Starts the server {from} and waits for its Init.", $"public_ static async {Code.ValueTask}<Ref> {method}",
                    (n, o) => $"new Ref((await {Code.GenServer}.Try{method}({data}, {n}, {o})).OrThrow())",
                    "/// <exception cref=\"global::Zhar.StartException\">It did not start: Init failed or gave Ignore, or the name is taken.</exception>");
            }

            if (!server.Declared.Contains("Try" + method))
            {
                Each($"Starts the server {from} and waits for its Init; a failure is a value.", $"public_ static {Code.ValueTask}<{Code.StartResult}> Try{method}",
                    (n, o) => $"{Code.GenServer}.Try{method}({data}, {n}, {o})", null);
            }
        }

        if (!server.Declared.Contains("Child"))
        {
            Docs("A child spec for a supervisor, which starts the server with these arguments each time.", null);
            w.Line($"{init.Access} static global::Zhar.ChildSpec Child({Code.Signature(parameters, withParams: true)}) =>")
                .Line($"    new global::Zhar.ChildSpec(typeof({server.Type}).FullName ?? typeof({server.Type}).Name, new global::Zhar.ServerChildStart({data}));")
                .Line();
        }

        void Each(string summary, string header, Func<string, string, string> body, string? exception)
        {
            header = header.Replace("public_", init.Access);
            Docs(summary, exception);
            w.Line($"{header}({Code.Signature(parameters, withParams: false, $"{Code.ServerName} {name} = default", $"{Code.StartOptions} {options} = default")}) =>")
                .Line($"    {body(name, options)};")
                .Line();
            if (!parameters.Any(p => p.IsParams))
                return;
            Docs(summary, exception);
            w.Line($"{header}({Code.Signature(parameters, withParams: true)}) =>")
                .Line($"    {body("default", "default")};")
                .Line();
        }

        void Docs(string summary, string? exception)
        {
            w.Line($"/// <summary>{summary}</summary>");
            foreach (var line in init.Docs.SkipWhile(l => !l.StartsWith("<param", StringComparison.Ordinal)))
                w.Line("/// " + line);
            if (exception is not null)
                w.Line(exception);
        }
    }

    private static void EmitStart(SourceWriter w, ServerModel server, InitModel init, string start)
    {
        var fields = init.Parameters.Select((p, i) => (p.Type, Name: "_arg" + i, Parameter: "arg" + i)).ToList();
        var call = $"__server.Init({string.Join(", ", fields.Select(f => f.Name))})";

        w.Open($"private sealed class {start} : {Code.Runtime}ServerStart");
        foreach (var f in fields)
            w.Line($"private readonly {f.Type} {f.Name};");
        if (fields.Count > 0)
        {
            w.Line().Open($"public {start}({string.Join(", ", fields.Select(f => $"{f.Type} {f.Parameter}"))})");
            foreach (var f in fields)
                w.Line($"{f.Name} = {f.Parameter};");
            w.Close().Line();
        }

        if (server.Services.Any(s => s.NeedsServices))
            w.Line("public override bool NeedsServices => true;").Line();
        w.Line($"public override global::System.Type ServerType => typeof({server.Type});")
            .Line()
            .Line($"public override {Code.GenServer} Create(global::System.IServiceProvider services) => new {server.Type}({string.Join(", ", server.Services.Select(s => s.Expression))});")
            .Line()
            .Open($"public override {(init.IsAsync ? "async " : "")}{Code.ValueTask} Init({Code.GenServer} server)")
            .Line($"var __server = ({server.Type})server;")
            .Line(init.IsAsync ? $"await __server.AcceptInit(await {call});" : $"return __server.AcceptInit({call});")
            .Close()
            .Close()
            .Line();
    }
}
