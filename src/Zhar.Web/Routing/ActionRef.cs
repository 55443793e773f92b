using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What a route leads to: an action of a controller, as generated code names it (<c>PageController.Actions.Home</c>), or a function.</summary>
/// <remarks>Data but for its invoker; a value per action, made by generated code.</remarks>
/// <param name="name">The action: <c>Home</c>.</param>
/// <param name="invoke">Runs it.</param>
/// <param name="controller">The controller's class; <c>null</c> for a function.</param>
/// <param name="metadata">Attributes and other metadata of the controller and of the action, that one last: authorization, rate limits, OpenAPI.</param>
/// <param name="parameters">What the action takes from the request.</param>
public sealed class ActionRef(string name, RequestDelegate invoke, Type? controller = null, IReadOnlyList<object>? metadata = null, IReadOnlyList<ActionParameter>? parameters = null)
{
    /// <summary>The name of the action.</summary>
    public string Name => name;

    /// <summary>Runs the action for a request.</summary>
    public RequestDelegate Invoke => invoke;

    /// <summary>The controller's class, or <c>null</c>.</summary>
    public Type? Controller => controller;

    /// <summary>Attributes and other metadata.</summary>
    public IReadOnlyList<object> Metadata { get; } = metadata ?? [];

    /// <summary>What the action takes from the request.</summary>
    public IReadOnlyList<ActionParameter> Parameters { get; } = parameters ?? [];

    /// <summary><c>PageController.Home</c>, or the function's name.</summary>
    public override string ToString() => controller is null ? name : $"{controller.Name}.{name}";
}

/// <summary>A parameter of an action, for descriptions such as OpenAPI.</summary>
/// <param name="Name">Its name in the request.</param>
/// <param name="Type">Its type.</param>
/// <param name="Source">Where it is taken from.</param>
/// <param name="IsRequired">Whether a request without it is refused.</param>
public sealed record ActionParameter(string Name, Type Type, ActionParameterSource Source, bool IsRequired = true);

/// <summary>Where a parameter of an action comes from.</summary>
public enum ActionParameterSource
{
    /// <summary>The path.</summary>
    Path,

    /// <summary>The query string.</summary>
    Query,

    /// <summary>The body.</summary>
    Body,

    /// <summary>Any of them, in that order: the merged parameters.</summary>
    Params,
}
