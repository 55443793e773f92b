using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace Zhar.Conformance;

/// <summary>The assertions of the conformance cases: xunit's, counted for the running case.</summary>
public static class Check
{
    public static void True([DoesNotReturnIf(false)] bool condition, string? message = null)
    {
        Count();
        Assert.True(condition, message);
    }

    public static void False([DoesNotReturnIf(true)] bool condition, string? message = null)
    {
        Count();
        Assert.False(condition, message);
    }

    public static void Equal<T>(T expected, T actual)
    {
        Count();
        Assert.Equal(expected, actual);
    }

    /// <summary>Compares two sequences element by element.</summary>
    public static void Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual)
    {
        Count();
        Assert.Equal(expected, actual);
    }

    public static void NotEqual<T>(T expected, T actual)
    {
        Count();
        Assert.NotEqual(expected, actual);
    }

    /// <summary>Both bounds are allowed values.</summary>
    public static void InRange<T>(T actual, T low, T high)
        where T : IComparable
    {
        Count();
        Assert.InRange(actual, low, high);
    }

    public static void Null(object? value)
    {
        Count();
        Assert.Null(value);
    }

    public static void NotNull([NotNull] object? value)
    {
        Count();
        Assert.NotNull(value);
    }

    public static void Same(object? expected, object? actual)
    {
        Count();
        Assert.Same(expected, actual);
    }

    public static void NotSame(object? expected, object? actual)
    {
        Count();
        Assert.NotSame(expected, actual);
    }

    public static void Empty<T>(IEnumerable<T> items)
    {
        Count();
        Assert.Empty(items);
    }

    public static void NotEmpty<T>(IEnumerable<T> items)
    {
        Count();
        Assert.NotEmpty(items);
    }

    /// <summary>Returns the only element.</summary>
    public static T Single<T>(IEnumerable<T> items)
    {
        Count();
        return Assert.Single(items);
    }

    public static void Contains<T>(T expected, IEnumerable<T> items)
    {
        Count();
        Assert.Contains(expected, items);
    }

    public static void Contains<T>(IEnumerable<T> items, Predicate<T> match)
    {
        Count();
        Assert.Contains(items, match);
    }

    /// <summary>Case matters.</summary>
    public static void Contains(string expectedPart, string? text)
    {
        Count();
        Assert.Contains(expectedPart, text, StringComparison.Ordinal);
    }

    public static void DoesNotContain<T>(T unexpected, IEnumerable<T> items)
    {
        Count();
        Assert.DoesNotContain(unexpected, items);
    }

    public static void DoesNotContain<T>(IEnumerable<T> items, Predicate<T> match)
    {
        Count();
        Assert.DoesNotContain(items, match);
    }

    /// <summary>Case matters.</summary>
    public static void DoesNotContain(string unexpectedPart, string? text)
    {
        Count();
        Assert.DoesNotContain(unexpectedPart, text, StringComparison.Ordinal);
    }

    /// <summary>The value is exactly a <typeparamref name="T"/>, which is returned.</summary>
    public static T IsType<T>(object? value)
    {
        Count();
        return Assert.IsType<T>(value);
    }

    /// <summary>The value is a <typeparamref name="T"/> or derived from it, and is returned.</summary>
    public static T IsAssignableFrom<T>(object? value)
    {
        Count();
        return Assert.IsAssignableFrom<T>(value);
    }

    public static TException Throws<TException>(Action action)
        where TException : Exception
    {
        Count();
        return Assert.Throws<TException>(action);
    }

    /// <summary>Any exception derived from <typeparamref name="TException"/> will do.</summary>
    public static TException ThrowsAny<TException>(Action action)
        where TException : Exception
    {
        Count();
        return Assert.ThrowsAny<TException>(action);
    }

    public static Task<TException> ThrowsAsync<TException>(Func<Task> action)
        where TException : Exception
    {
        Count();
        return Assert.ThrowsAsync<TException>(action);
    }

    /// <summary>Any exception derived from <typeparamref name="TException"/> will do.</summary>
    public static Task<TException> ThrowsAnyAsync<TException>(Func<Task> action)
        where TException : Exception
    {
        Count();
        return Assert.ThrowsAnyAsync<TException>(action);
    }

    /// <summary>Fails the case.</summary>
    [DoesNotReturn]
    public static void Fail(string message)
    {
        Count();
        Assert.Fail(message);
    }

    private static void Count() => AssertionCounter.Current?.Add();
}
