using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>The validation that asks the database.</summary>
public static class UniqueValidation
{
    extension<T>(Changeset<T> changeset)
        where T : class
    {
        /// <summary>Looks whether another row has these values already, so that a form can say so before it is sent. Source: Ecto.Changeset.unsafe_validate_unique/4.</summary>
        /// <param name="fields">One field or several, <c>u => u.Email</c>; the first gets the error.</param>
        /// <param name="repo">The repo to ask.</param>
        /// <param name="message">Default "has already been taken".</param>
        /// <param name="errorOn">The property that gets the error, where it is not the first.</param>
        /// <param name="options">How to read, such as the prefix.</param>
        /// <param name="cancellationToken">Ends the query.</param>
        /// <param name="selector">The text of <paramref name="fields"/>; the compiler gives it.</param>
        /// <remarks>Unsafe since another process may insert the same values right after it: keep the unique index and <c>UniqueConstraint</c> too. The repo is asked only when one of the fields changes, all have values, and none has an error.</remarks>
        public async Task<Changeset<T>> UnsafeValidateUnique(
            Func<T, object?> fields, Repo repo, ErrorMessage? message = null, string? errorOn = null, ReadOptions? options = null,
            CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(fields))] string selector = "")
        {
            ArgumentNullException.ThrowIfNull(repo);
            var members = changeset.Schema.Select(selector);
            var validated = changeset.Validated(members[0].Name, "unsafe_unique", members.Select(static m => m.Name).ToList());
            if (!members.Any(m => changeset.HasChange(m.Name)) || changeset.Errors.Any(e => members.Any(m => m.Name == e.Field)))
                return validated;
            var values = members.ToDictionary(static m => m.Plain(nameof(UnsafeValidateUnique), "plain fields").Name, m => changeset.GetField(m.Name), StringComparer.Ordinal);
            if (values.ContainsValue(null))
                return validated;

            var meta = changeset.Schema.GetMeta(changeset.Data);
            options = options?.Prefix is null && meta.Prefix is not null ? (options ?? new()) with { Prefix = meta.Prefix } : options;
            if (!await IsTaken(changeset, meta, repo, values, options, cancellationToken))
                return validated;
            return validated.AddError(
                errorOn ?? members[0].Name, message?.Text ?? "has already been taken",
                Metadata.Of(("validation", "unsafe_unique"), ("fields", values.Keys.ToList())).And(message?.Metadata));
        }
    }

    private static async Task<bool> IsTaken<T>(Changeset<T> changeset, Meta meta, Repo repo, Dictionary<string, object?> values, ReadOptions? options, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await repo.GetBy<T>(values, options, cancellationToken) is { } other && !(meta.State is RecordState.Loaded && IsSame(changeset, other));
        }
        catch (MultipleResultsException)
        {
            // Of several rows one at most is the row itself.
            return true;
        }
    }

    private static bool IsSame<T>(Changeset<T> changeset, T other)
        where T : class =>
        changeset.Schema.PrimaryKey.Count > 0 &&
        changeset.Schema.PrimaryKey.All(key => key.Type.Equal(changeset.Schema.Get(changeset.Data, key.Index), changeset.Schema.Get(other, key.Index)));
}
