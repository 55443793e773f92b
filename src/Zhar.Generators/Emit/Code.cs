using Zhar.Generators.Model;

namespace Zhar.Generators.Emit;

/// <summary>Names and small pieces of code that all emitters share.</summary>
internal static class Code
{
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    public const string GenServer = "global::Zhar.GenServer";
    public const string CallOptions = "global::Zhar.CallOptions";
    public const string ServerName = "global::Zhar.ServerName";
    public const string StartOptions = "global::Zhar.StartOptions";
    public const string StartResult = "global::Zhar.StartResult";
    public const string Runtime = "global::Zhar.Runtime.";

    /// <summary>A parameter list: the handler's own parameters, then <paramref name="more"/>.</summary>
    /// <param name="withParams">Keeps <c>params</c>, which then has to come last.</param>
    public static string Signature(IEnumerable<ParameterModel> parameters, bool withParams, params string[] more) => string.Join(", ", parameters
        .Select(p => p.Attributes + (withParams && p.IsParams ? "params " : "") + p.Type + " " + p.Name + (p.Default is null ? "" : " = " + p.Default))
        .Concat(more));

    public static string Arguments(IEnumerable<ParameterModel> parameters) => string.Join(", ", parameters.Select(p => p.Name));

    /// <summary>A name for a parameter of ours that none of the handler's has.</summary>
    public static string Free(string name, string prefix, IEnumerable<ParameterModel> parameters)
    {
        while (parameters.Any(p => p.Name.TrimStart('@') == name))
            name = prefix + char.ToUpperInvariant(name[0]) + name.Substring(1);
        return name;
    }

    /// <summary>The parameters that the client has too.</summary>
    public static List<ParameterModel> ClientParameters(this HandlerModel handler) => [.. handler.Parameters.Where(p => !p.IsFrom)];

    /// <summary>Statements that run a handler which nobody waits for, as the body of a method that returns a ValueTask.</summary>
    /// <param name="server">The expression for the server, with a dot; empty inside the server itself.</param>
    public static string Run(HandlerShape shape, string server, string call) => shape switch
    {
        HandlerShape.Void => $"{call}; return default;",
        HandlerShape.ValueTask => $"return {call};",
        HandlerShape.Task => $"return new {ValueTask}({call});",
        HandlerShape.Next => $"{server}Apply({call}); return default;",
        HandlerShape.ValueTaskOfNext => $"return {server}Apply({call});",
        HandlerShape.TaskOfNext => $"return {server}Apply(new {ValueTask}<global::Zhar.Next>({call}));",
        _ => throw new InvalidOperationException($"A handler without a reply has the shape {shape}. Please report this."),
    };
}
