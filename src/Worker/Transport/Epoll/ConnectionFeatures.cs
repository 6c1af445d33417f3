using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>
/// The features of one connection: about ten, looked up by identity of their types. A list that is walked is faster for so
/// few than a hash table, and a tenth of its memory. Not thread-safe, like every feature collection.
/// </summary>
internal sealed class ConnectionFeatures : IFeatureCollection
{
    private (Type Key, object Feature)[] _features = new (Type, object)[10];
    private int _count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public int Revision { get; private set; }

    /// <inheritdoc/>
    public object? this[Type key]
    {
        get
        {
            for (int i = 0; i < _count; i++)
            {
                if (_features[i].Key == key) return _features[i].Feature;
            }

            return null;
        }

        set
        {
            Revision++;
            int at = 0;
            while (at < _count && _features[at].Key != key) at++;
            if (value is null)
            {
                if (at < _count) _features[at] = _features[--_count];
                return;
            }

            if (at == _features.Length) Array.Resize(ref _features, at * 2);
            _features[at] = (key, value);
            if (at == _count) _count++;
        }
    }

    /// <inheritdoc/>
    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    /// <inheritdoc/>
    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator()
    {
        for (int i = 0; i < _count; i++) yield return new KeyValuePair<Type, object>(_features[i].Key, _features[i].Feature);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
