# frozen_string_literal: true

# The Rack app of the comparison.
HELLO = 'Hello, World!'
BLOCK = "\0" * (64 * 1024)

def number(env, name, otherwise)
  env['QUERY_STRING'][/(?:\A|&)#{name}=(\d+)/, 1]&.to_i || otherwise
end

def text(body)
  [200, { 'content-type' => 'text/plain', 'content-length' => body.bytesize.to_s }, [body]]
end

def thread_time
  Process.clock_gettime(Process::CLOCK_THREAD_CPUTIME_ID)
end

def download(count)
  blocks = Enumerator.new do |out|
    left = count
    while left.positive?
      out << BLOCK.byteslice(0, left)
      left -= BLOCK.bytesize
    end
  end
  [200, { 'content-type' => 'text/plain', 'content-length' => count.to_s }, blocks]
end

def upload(input)
  total = 0
  buffer = +''
  total += buffer.bytesize while input.read(BLOCK.bytesize, buffer)
  text(total.to_s)
end

run(lambda do |env|
  case env['PATH_INFO']
  when '/' then text(HELLO)
  when '/sleep'
    sleep(number(env, 'ms', 50) / 1000.0)
    text(HELLO)
  when '/cpu'
    finish = thread_time + number(env, 'ms', 20) / 1000.0
    while thread_time < finish
      500.times { }
    end
    text(HELLO)
  when '/download' then download(number(env, 'bytes', 10 * 1024 * 1024))
  when '/upload' then upload(env['rack.input'])
  else [404, { 'content-length' => '0' }, []]
  end
end)
