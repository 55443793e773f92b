namespace Zhar;

/// <summary>Handles a request and answers it: <c>T</c>, <c>ValueTask&lt;T&gt;</c>, <see cref="CallResult{T}"/>, or <c>void</c> with a <see cref="From{T}"/> parameter. Source: OTP handle_call/3.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CallAttribute : Attribute
{
    /// <summary>Never runs the handler on the caller's thread, although it is synchronous.</summary>
    public bool NoInline { get; set; }
}

/// <summary>Handles a request that nobody waits for: <c>void</c>, <c>ValueTask</c>, <see cref="Next"/> or <c>ValueTask&lt;Next&gt;</c>. Source: OTP handle_cast/2.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CastAttribute : Attribute;

/// <summary>Handles plain messages of its parameter's type: <see cref="Down"/>, <see cref="Exit"/>, <see cref="IdleTimeout"/>, an event from PubSub. Source: OTP handle_info/2.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InfoAttribute : Attribute;

/// <summary>Handles a continue step of its parameter's type, before any queued message. Source: OTP handle_continue/2.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContinueAttribute : Attribute;

/// <summary>Runs the method each time the interval has passed, as a message to the server: <c>[Tick("00:00:05")]</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TickAttribute(string interval) : Attribute
{
    /// <summary>The interval as a <see cref="TimeSpan"/> in its constant format.</summary>
    public string Interval { get; } = interval;
}
