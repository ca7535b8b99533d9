import { useEffect, useState } from 'preact/hooks'
import { get } from './api.ts'
import { useWords } from './language.ts'
import { Header } from './parts/header.tsx'
import { DevicePage } from './pages/device.tsx'
import { DevicesPage } from './pages/devices.tsx'
import { LogPage } from './pages/log.tsx'
import { LoginPage } from './pages/login.tsx'
import { useRoute } from './route.ts'

/** The whole page: the header, and the page that the address names. */
export function App() {
  const words = useWords()
  const route = useRoute()
  const [isAllowed, setAllowed] = useState<boolean>()
  const [isConnected, setConnected] = useState(true)
  useEffect(() => {
    const ask = () => setAllowed(false)
    window.addEventListener('password-wanted', ask)
    void get('/api/session').then(
      (session) => setAllowed(session.isAllowed),
      () => setConnected(false),
    )
    return () => window.removeEventListener('password-wanted', ask)
  }, [])
  return (
    <>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <Header route={route} />
      {isConnected ? null : (
        <p class="banner" role="alert">
          {words.disconnected}
        </p>
      )}
      <main id="main" tabIndex={-1}>
        {isAllowed === false ? <LoginPage onDone={() => setAllowed(true)} /> : null}
        {isAllowed === true && route.page === 'devices' ? <DevicesPage onState={setConnected} /> : null}
        {isAllowed === true && route.page === 'log' ? <LogPage device={undefined} onState={setConnected} /> : null}
        {isAllowed === true && route.page === 'device' ? (
          <DevicePage
            key={`${route.device.productKey} ${route.device.deviceName}`}
            device={route.device}
            tab={route.tab}
            onState={setConnected}
          />
        ) : null}
      </main>
    </>
  )
}
