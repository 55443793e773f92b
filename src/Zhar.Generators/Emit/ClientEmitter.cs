using Zhar.Generators.Model;

namespace Zhar.Generators.Emit;

/// <summary>Writes the typed client, <c>Ref</c>.</summary>
internal static class ClientEmitter
{
    public static void Emit(SourceWriter w, ServerModel server)
    {
        w.Line($"/// <summary>The client of <c>{Xml(server.DisplayName)}</c>: sends it typed requests, wherever it runs.</summary>")
            .Open($"public readonly partial struct Ref : global::Zhar.IServerRef<{server.Type}.Ref>, global::System.IEquatable<{server.Type}.Ref>")
            .Line("private readonly global::Zhar.ServerRef __address;")
            .Line()
            .Line("/// <summary>A client for the server at <paramref name=\"address\"/>: a pid or a name.</summary>")
            .Line("public Ref(global::Zhar.ServerRef address) => __address = address;")
            .Line()
            .Line("/// <summary>The name that the server has by default.</summary>")
            .Line($"public static {Code.ServerName} DefaultName => {server.DefaultName};")
            .Line()
            .Line("/// <summary>Where the server is.</summary>")
            .Line("public global::Zhar.ServerRef Address => __address;")
            .Line()
            .Line("/// <summary>A client for the server at <paramref name=\"address\"/>.</summary>")
            .Line("public static Ref At(global::Zhar.ServerRef address) => new Ref(address);")
            .Line()
            .Line("/// <summary>A client for the server that has this name at the time of each call.</summary>")
            .Line($"public static implicit operator Ref({Code.ServerName} name) => new Ref(name);")
            .Line();

        foreach (var call in server.Calls)
            EmitCall(w, call);
        foreach (var cast in server.Casts)
            EmitCast(w, cast);

        w.Line("/// <summary>Whether both have the same address.</summary>")
            .Line("public bool Equals(Ref other) => __address.Equals(other.__address);")
            .Line()
            .Line("/// <inheritdoc/>")
            .Line("public override bool Equals(object? obj) => obj is Ref other && Equals(other);")
            .Line()
            .Line("/// <inheritdoc/>")
            .Line("public override int GetHashCode() => __address.GetHashCode();")
            .Line()
            .Line("/// <summary>Whether both have the same address.</summary>")
            .Line("public static bool operator ==(Ref left, Ref right) => left.Equals(right);")
            .Line()
            .Line("/// <summary>Whether the addresses differ.</summary>")
            .Line("public static bool operator !=(Ref left, Ref right) => !left.Equals(right);")
            .Line()
            .Line("/// <summary>The pid or the name.</summary>")
            .Line("public override string ToString() => __address.ToString();")
            .Close()
            .Line();
    }

    private static void EmitCall(SourceWriter w, HandlerModel call)
    {
        var result = call.ReplyType is null ? Code.ValueTask : $"{Code.ValueTask}<{call.ReplyType}>";
        EmitRequest(w, call, result, call.Method, call.ReplyType is null ? "CallAndWait" : "Call",
            "/// <exception cref=\"global::Zhar.CallExitException\">No such server, it ended before it replied, or no reply came in time.</exception>");
        if (call.HasTry)
            EmitRequest(w, call, $"{Code.ValueTask}<global::Zhar.Result<{call.ReplyType ?? "global::Zhar.Unit"}>>", "Try" + call.Method.TrimStart('@'), "TryCall", null);
    }

    private static void EmitRequest(SourceWriter w, HandlerModel call, string result, string method, string send, string? exception)
    {
        var parameters = call.ClientParameters();
        var options = Code.Free("options", "call", parameters);
        Write(Code.Signature(parameters, withParams: false, $"{Code.CallOptions} {options} = default"), options);
        if (parameters.Any(p => p.IsParams))
            Write(Code.Signature(parameters, withParams: true), "default");

        void Write(string signature, string sendOptions)
        {
            Docs(w, call, exception is null ? $"Calls <c>{call.Method}</c>; a failed call is a value." : $"Calls <c>{call.Method}</c> and waits for the reply.");
            if (exception is not null)
                w.Line(exception);
            w.Open($"{call.Access} {result} {method}({signature})")
                .Line($"var __call = {call.MessageType}.__Rent();");
            for (var i = 0; i < parameters.Count; i++)
                w.Line($"__call.Arg{i} = {parameters[i].Name};");
            w.Line($"return __call.{send}(__address, {sendOptions});")
                .Close()
                .Line();
        }
    }

    private static void EmitCast(SourceWriter w, HandlerModel cast)
    {
        var parameters = cast.ClientParameters();
        Docs(w, cast, $"Sends <c>{cast.Method}</c> and does not wait. Never fails: without such a server it is dropped.");
        w.Open($"{cast.Access} void {cast.Method}({Code.Signature(parameters, withParams: true)})")
            .Line($"var __cast = new {cast.MessageType}();");
        for (var i = 0; i < parameters.Count; i++)
            w.Line($"__cast.Arg{i} = {parameters[i].Name};");
        w.Line("__cast.Cast(__address);")
            .Close()
            .Line();
    }

    private static void Docs(SourceWriter w, HandlerModel handler, string summary)
    {
        if (handler.Docs.Count == 0)
            w.Line($"/// <summary>{summary}</summary>");
        foreach (var line in handler.Docs)
            w.Line("/// " + line);
    }

    private static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");
}
