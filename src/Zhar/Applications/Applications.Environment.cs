namespace Zhar;

/// <summary>The environments of the applications: values that are looked up by application and key. Source: OTP application:get_env, put_env.</summary>
public sealed partial class Applications
{
    private readonly ApplicationEnvironment _environment = new();

    /// <summary>The value of a key, or <paramref name="fallback"/> when there is none.</summary>
    /// <exception cref="InvalidCastException">The value is not a <typeparamref name="T"/>.</exception>
    public T? GetEnv<T>(string application, string key, T? fallback = default) =>
        _environment.TryGet(application, key, out var value) ? Cast<T>(application, key, value) : fallback;

    /// <summary>The value of a key; an error <c>undefined(key)</c> when there is none. Source: Elixir Application.fetch_env/2.</summary>
    /// <exception cref="InvalidCastException">The value is not a <typeparamref name="T"/>.</exception>
    public Result<T?> FetchEnv<T>(string application, string key) =>
        _environment.TryGet(application, key, out var value) ? new Ok<T?>(Cast<T>(application, key, value)) : new Error<T?>(ExitReason.Of("undefined", key));

    /// <summary>Everything in the environment of an application. A copy.</summary>
    public IReadOnlyDictionary<string, object?> AllEnv(string application) => _environment.All(application);

    /// <summary>Sets a value, before or after the application is loaded.</summary>
    /// <param name="application">Its name.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="persistent">Keeps the value when the application is loaded later; otherwise its default replaces it then.</param>
    public void PutEnv(string application, string key, object? value, bool persistent = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(application);
        ArgumentException.ThrowIfNullOrEmpty(key);
        _environment.Put(application, key, value, persistent);
    }

    /// <summary>Removes a value.</summary>
    public void DeleteEnv(string application, string key, bool persistent = false) => _environment.Delete(application, key, persistent);

    private static T? Cast<T>(string application, string key, object? value) => value switch
    {
        T t => t,
        null => default,
        _ => throw new InvalidCastException(
            $"'{key}' in the environment of '{application}' is {value} of type {value.GetType().Name}, not {typeof(T).Name}. Read it with GetEnv<{value.GetType().Name}>."),
    };
}
