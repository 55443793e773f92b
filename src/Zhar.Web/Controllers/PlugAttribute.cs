namespace Zhar.Web;

/// <summary>Runs the method before the actions of its controller. It may answer: with a result, or by halting the request. Source: Phoenix.Controller, plug with guards.</summary>
/// <remarks>The method takes the <c>Conn</c> or nothing, and returns nothing, a task, or an <c>IResult?</c> (in a task, too): one that is not <c>null</c> is the answer, and the action does not run. Plugs of a base class run first, those of the class as attributes before its methods, each in the order of the source. Plugs of the endpoint's kind, such as <c>p.BasicAuth(…)</c>, stand in <c>private static void Plugs(PlugBuilder p, string action)</c>, which is called once for each action when the endpoint starts; they run before these.</remarks>
/// <example><c>[Plug(Only = [nameof(Edit), nameof(Update)])] private async Task&lt;IResult?&gt; RequireOwner(Conn conn) => …</c></example>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PlugAttribute : Attribute
{
    /// <summary>The actions that it runs before. Default: all.</summary>
    public string[]? Only { get; set; }

    /// <summary>The actions that it does not run before.</summary>
    public string[]? Except { get; set; }
}

/// <summary>Runs a plug before the actions of a controller, or before one action. Made once, with the arguments given here; or for each request, when its constructor takes services behind them. Source: Phoenix.Controller, plug with guards.</summary>
/// <example><c>[Plug&lt;RequireRole&gt;("admin", Except = [nameof(UserController.Index)])]</c></example>
/// <param name="arguments">For the plug's constructor.</param>
/// <typeparam name="T">The plug.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class PlugAttribute<T>(params object?[] arguments) : Attribute
    where T : IPlug
{
    /// <summary>For the plug's constructor.</summary>
    public IReadOnlyList<object?> Arguments { get; } = arguments;

    /// <summary>The actions that it runs before. Default: all. On a method: that method alone.</summary>
    public string[]? Only { get; set; }

    /// <summary>The actions that it does not run before.</summary>
    public string[]? Except { get; set; }
}
